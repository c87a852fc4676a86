package org.lotusguild.lotus.bot.basic;

import java.time.Duration;

/** One service that {@code !health} asks about. The front desk fills the list. */
public interface ServiceCheck {
    String name();

    /** Where it is asked, for the management room. */
    String address();

    /** Asks now. Blocking; given up after 2 s; a throw counts as down. */
    Reading check();

    /** What a check found. */
    sealed interface Reading {}

    record Up(Duration took) implements Reading {}

    /** Works, but somebody should look. */
    record Warning(String what) implements Reading {}

    record Down(String why) implements Reading {}
}

package org.lotusguild.lotus.bot.command;

import java.util.function.Function;
import org.lotusguild.lotus.store.Tx;

/** How a feature speaks when nothing that came in made it. */
@FunctionalInterface
public interface Voice {

    /**
     * Decides and sends in one transaction.
     *
     * @param cause of nothing else, and the same in each repetition: what it brings forth is sent once
     */
    void say(String cause, Function<Tx, Reply> decision);
}

package org.lotusguild.lotus.base;

import java.time.Duration;

/** The one way to sleep. Handed in, so that a test waits for nothing; the test's lambda notes or ends the wait. */
@FunctionalInterface
public interface Pause {

    /** Sleeps so long; nothing for zero or less. */
    void take(Duration time) throws InterruptedException;

    /** Sleeps on the real clock. */
    static Pause real() {
        return Thread::sleep;
    }
}

package org.lotusguild.lotus.stack.trial;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a process. */
enum Ending {
    ENDED,
    /** It still runs. */
    LATE,
    /** This thread was interrupted meanwhile, and still is: whoever waits is in a hurry. */
    HURRIED;

    static Ending within(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ENDED;
        } catch (TimeoutException e) {
            return LATE;
        } catch (ExecutionException e) {
            return process.isAlive() ? LATE : ENDED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HURRIED;
        }
    }
}

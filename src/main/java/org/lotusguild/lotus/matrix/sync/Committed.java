package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets others wait until sync has told what they wait for. */
public final class Committed {
    private long answers;

    synchronized void signal() {
        answers++;
        notifyAll();
    }

    /** Looks now and after each answer; false if it did not come true in time. */
    public boolean await(BooleanSupplier wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            long seen = answers();
            if (wanted.getAsBoolean()) {
                return true;
            }
            if (!more(seen, end)) {
                return false;
            }
        }
    }

    private synchronized long answers() {
        return answers;
    }

    private synchronized boolean more(long seen, long end) throws InterruptedException {
        while (answers == seen) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
        return true;
    }
}

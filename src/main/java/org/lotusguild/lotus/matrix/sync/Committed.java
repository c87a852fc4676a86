package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets others wait until sync has told what they wait for. */
public final class Committed {
    private long answers;
    private int waiting;

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

    /** Until somebody waits for an answer, at most so long; false if nobody does. */
    synchronized boolean awaitWish(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (waiting == 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
        return true;
    }

    private synchronized long answers() {
        return answers;
    }

    private synchronized boolean more(long seen, long end) throws InterruptedException {
        waiting++;
        notifyAll();
        try {
            while (answers == seen) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(Math.max(1, Duration.ofNanos(left).toMillis()));
            }
            return true;
        } finally {
            waiting--;
        }
    }
}

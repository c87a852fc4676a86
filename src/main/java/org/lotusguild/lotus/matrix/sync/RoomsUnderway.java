package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.util.function.Supplier;

/** How many rooms the homeserver is making for us now. It makes them event by event: who asks meanwhile is shown pieces. */
final class RoomsUnderway {
    private int number;

    <T> T making(Supplier<T> request) {
        count(1);
        try {
            return request.get();
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int change) {
        number += change;
        notifyAll();
    }

    /** Waits until there is none, at most so long. */
    synchronized void awaitNone(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (number > 0 && System.nanoTime() < end) {
            wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        }
    }
}

package org.lotusguild.lotus.matrix.send;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many events of several accounts may be on the wire at once. The homeserver takes one after another: more of them make each wait
 * longer, and everybody else's with them. First come, first served.
 */
public final class Turns {
    private final Semaphore free;

    Turns(Semaphore free) {
        this.free = free;
    }

    public static Turns of(int most) {
        return new Turns(new Semaphore(most, true));
    }

    /** As many as there are rooms. */
    public static Turns any() {
        return of(Integer.MAX_VALUE);
    }

    <T> T take(Supplier<T> request) throws InterruptedException {
        free.acquire();
        try {
            return request.get();
        } finally {
            free.release();
        }
    }
}

package org.lotusguild.lotus.matrix.send;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.lotusguild.lotus.http.HttpFailure;

/**
 * How many requests of one kind may be on the wire at once, of several accounts too. The homeserver takes one after another: more of
 * them make each wait longer, and everybody else's with them. First come, first served.
 */
public final class Turns {
    private final Semaphore free;

    Turns(Semaphore free) {
        this.free = free;
    }

    public static Turns of(int most) {
        return new Turns(new Semaphore(most, true));
    }

    /** Nobody waits. */
    public static Turns any() {
        return of(Integer.MAX_VALUE);
    }

    /** @throws HttpFailure of kind INTERRUPTED if the thread was asked to stop before its turn came */
    public <T> T take(Supplier<T> request) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop while waiting for a turn", e);
        }
        try {
            return request.get();
        } finally {
            free.release();
        }
    }
}

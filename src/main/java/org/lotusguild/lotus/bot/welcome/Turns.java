package org.lotusguild.lotus.bot.welcome;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.lotusguild.lotus.http.HttpFailure;

/** Lets a few requests go at once, in the order in which they came. */
final class Turns {
    private final Semaphore free;

    Turns(int atOnce) {
        this.free = new Semaphore(atOnce, true);
    }

    <T> T in(Supplier<T> request) {
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

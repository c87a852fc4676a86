package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, never longer than a limit. */
final class Await {
    private static final Duration TICK = Duration.ofMillis(50);

    private Await() {}

    static void until(Duration limit, String what, BooleanSupplier condition) {
        if (!happens(limit, condition)) {
            throw new AssertionError("timed out after " + limit + ": " + what);
        }
    }

    /** Whether the condition became true before time was up. */
    static boolean happens(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Waits until this much time has gone by, for what depends on age. */
    static void elapsed(Duration time) {
        long begin = System.nanoTime();
        until(time.plusSeconds(5), "time to go by", () -> System.nanoTime() - begin >= time.toNanos());
    }

    private static void pause() {
        try {
            Thread.sleep(TICK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}

package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, never longer than a limit. */
final class Await {
    private static final Duration TICK = Duration.ofMillis(50);

    private Await() {}

    static void until(Duration limit, String what, BooleanSupplier condition) {
        value(limit, () -> what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that the probe finds. {@code what} is asked for when time is up, to say what was missing. */
    static <T> T value(Duration limit, Supplier<String> what, Supplier<Optional<T>> probe) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = probe.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("timed out after " + limit + ": " + what.get());
            }
            pause();
        }
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

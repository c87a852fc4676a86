package org.lotusguild.lotus.base;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: full jitter, anything from nothing to {@code first × 2ⁿ}, at most {@code cap}. Many who
 * failed together thus do not come back together. Holds no count: the caller knows how often it failed in a row.
 */
public record Backoff(Duration first, Duration cap, RandomGenerator random) {
    private static final int MAX_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off needs 0 < first <= cap: " + first + ", " + cap);
        }
    }

    /** 0.5 s, doubled up to 60 s (matrix-client.md, section 2). */
    public static Backoff ofCalls(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60), random);
    }

    /** @param failures in a row until now, 1 after the first */
    public Duration after(int failures) {
        return Duration.ofMillis(random.nextLong(ceiling(failures).toMillis() + 1));
    }

    /** The longest wait that {@link #after} answers for so many failures. */
    public Duration ceiling(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, MAX_DOUBLINGS);
        Duration grown = first.multipliedBy(1L << doublings);
        return grown.compareTo(cap) < 0 ? grown : cap;
    }
}

package org.lotusguild.lotus.base;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets the same thing be said once an hour. Of the things that others choose a thousand are told apart at a time: a flood of
 * ever new ones says nothing more until the first of them are forgotten.
 */
public final class OncePerHour<T> {
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final Map<T, Said> said = new HashMap<>();

    private static final class Said {
        private final Instant at;
        private long keptBack;

        private Said(Instant at) {
            this.at = at;
        }
    }

    public OncePerHour(InstantSource clock) {
        this.clock = clock;
    }

    /** Empty if it must not be said now; else how often it was kept back since it was said last. */
    public synchronized OptionalLong due(T what) {
        Instant now = clock.instant();
        Said before = said.get(what);
        if (before != null && before.at.plus(PAUSE).isAfter(now)) {
            before.keptBack++;
            return OptionalLong.empty();
        }
        forgetBefore(now.minus(PAUSE));
        if (before == null && said.size() >= MOST) {
            return OptionalLong.empty();
        }
        said.put(what, new Said(now));
        return OptionalLong.of(before == null ? 0 : before.keptBack);
    }

    private void forgetBefore(Instant limit) {
        if (said.size() >= MOST) {
            said.values().removeIf(one -> !one.at.isAfter(limit));
        }
    }
}

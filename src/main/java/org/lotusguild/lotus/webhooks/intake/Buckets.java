package org.lotusguild.lotus.webhooks.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Rate;

/** A token bucket for each of many, of which the least used are forgotten: a forgotten one begins full. For many threads. */
final class Buckets {
    private static final int MOST = 10_000;

    private final Rate rate;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    private record Bucket(double tokens, Instant at) {}

    Buckets(Rate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
    }

    /** Takes one; where there is none, how long until there is. */
    synchronized Optional<Duration> take(String who) {
        if (rate.off()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        double left = filled(buckets.get(who), now);
        if (left < 1) {
            buckets.put(who, new Bucket(left, now));
            return Optional.of(Duration.ofMillis((long) Math.ceil((1 - left) * millis())));
        }
        buckets.put(who, new Bucket(left - 1, now));
        return Optional.empty();
    }

    private double filled(@org.jspecify.annotations.Nullable Bucket bucket, Instant now) {
        if (bucket == null) {
            return rate.burst();
        }
        long passed = Math.max(0, Duration.between(bucket.at(), now).toMillis());
        return Math.min(rate.burst(), bucket.tokens() + passed / millis());
    }

    /** For one token. */
    private double millis() {
        return (double) rate.per().toMillis() / rate.count();
    }
}

package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Token buckets by key, in bounded memory: a bucket that is full again is forgotten, and the oldest beyond the bound. */
final class Buckets<K> {
    private static final int MOST = 10_000;

    private final int burst;
    private final Duration refill;
    private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** {@code refill}: the time after which one token comes back. */
    Buckets(int burst, Duration refill) {
        this.burst = burst;
        this.refill = refill;
    }

    synchronized boolean take(K key, Instant now) {
        Bucket bucket = refilled(buckets.getOrDefault(key, new Bucket(burst, now)), now);
        boolean granted = bucket.tokens >= 1;
        buckets.put(key, granted ? new Bucket(bucket.tokens - 1, now) : bucket);
        if (buckets.size() > MOST) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return granted;
    }

    private Bucket refilled(Bucket bucket, Instant now) {
        double gained = (double) Duration.between(bucket.at, now).toMillis() / Math.max(1, refill.toMillis());
        return new Bucket(Math.min(burst, bucket.tokens + Math.max(0, gained)), now);
    }

    private record Bucket(double tokens, Instant at) {}
}

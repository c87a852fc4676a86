package org.lotusguild.lotus.webhooks.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who showed wrong secrets five times within a minute is not listened to until the minute is over. For many threads. */
final class Failures {
    private static final int ENOUGH = 5;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Series> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
            return size() > MOST;
        }
    };

    private record Series(Instant began, int count) {}

    Failures(InstantSource clock) {
        this.clock = clock;
    }

    /** How long the address is still not listened to. */
    synchronized Optional<Duration> blocked(String address) {
        Series series = byAddress.get(address);
        if (series == null || series.count() < ENOUGH) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), series.began().plus(MINUTE));
        return Optional.of(left).filter(Duration::isPositive);
    }

    synchronized void add(String address) {
        Instant now = clock.instant();
        Series series = byAddress.get(address);
        boolean goesOn = series != null && now.isBefore(series.began().plus(MINUTE));
        byAddress.put(
                address,
                goesOn && series != null ? new Series(series.began(), series.count() + 1) : new Series(now, 1));
    }
}

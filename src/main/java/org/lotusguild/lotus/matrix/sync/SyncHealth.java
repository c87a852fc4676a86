package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How sync is going: three minutes without a good answer are a warning, ten are a failure. */
public final class SyncHealth {
    private static final Duration YELLOW = Duration.ofMinutes(3);
    private static final Duration RED = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Pace pace;
    private volatile Instant lastGood;
    private volatile Optional<Instant> failingSince = Optional.empty();
    private volatile boolean anyGood;
    private volatile String lastFailure = "";
    private volatile Optional<String> stopped = Optional.empty();

    public SyncHealth(InstantSource clock, Pace pace) {
        this.clock = clock;
        this.pace = pace;
        this.lastGood = clock.instant();
    }

    void good() {
        lastGood = clock.instant();
        anyGood = true;
        failingSince = Optional.empty();
    }

    void failed(String why) {
        lastFailure = why;
        failingSince = failingSince.or(() -> Optional.of(clock.instant()));
    }

    /** What went wrong last; empty if nothing did since the start. */
    public String lastFailure() {
        return lastFailure;
    }

    /** Whether the first answer is in, or none will ever come. */
    public boolean settled() {
        return anyGood || stopped.isPresent();
    }

    /** For good: only a person can help. */
    void stopped(String why) {
        stopped = Optional.of(why);
    }

    /** Why the account stopped for good. */
    public Optional<String> stopped() {
        return stopped;
    }

    public boolean late() {
        return silence().compareTo(YELLOW) > 0;
    }

    public boolean gone() {
        return silence().compareTo(RED) > 0;
    }

    /** How long an answer has been missing: an account that only writes misses none while it does not ask. */
    public Duration silence() {
        return switch (pace) {
            case LISTENING -> sinceGood();
            case WRITING ->
                failingSince
                        .map(since -> Duration.between(since, clock.instant()))
                        .orElse(Duration.ZERO);
        };
    }

    /** Since the last good answer. */
    Duration sinceGood() {
        return Duration.between(lastGood, clock.instant());
    }
}

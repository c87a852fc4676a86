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
    private volatile Instant lastGood;
    private volatile boolean anyGood;
    private volatile String lastFailure = "";
    private volatile Optional<String> stopped = Optional.empty();

    public SyncHealth(InstantSource clock) {
        this.clock = clock;
        this.lastGood = clock.instant();
    }

    void good() {
        lastGood = clock.instant();
        anyGood = true;
    }

    void failed(String why) {
        lastFailure = why;
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

    /** Since the last good answer. */
    public Duration silence() {
        return Duration.between(lastGood, clock.instant());
    }
}

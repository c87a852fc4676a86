package org.lotusguild.lotus.script;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one script cost lately, and what follows from it: a script that took much of a processor must wait before its next run,
 * and one that runs out of time or memory again and again is switched off. Kept in memory; that a script is off is for the
 * caller to store.
 */
public final class Conduct {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration CPU_A_MINUTE = Duration.ofSeconds(3);

    private final int mostStrikes;
    private final InstantSource clock;
    private final Deque<Instant> strikes = new ArrayDeque<>();
    private final Deque<Used> used = new ArrayDeque<>();

    private record Used(Instant at, Duration cpu) {}

    /** @param mostStrikes so many costly ends within an hour switch the script off */
    public Conduct(int mostStrikes, InstantSource clock) {
        this.mostStrikes = mostStrikes;
        this.clock = clock;
    }

    /** To be called after each run. */
    public synchronized void record(Run run) {
        Instant now = clock.instant();
        if (run.outcome() instanceof Outcome.Failed failed && failed.kind().costly()) {
            strikes.add(now);
        }
        used.add(new Used(now, run.cpu()));
        forget(now);
    }

    /** Whether the script ran out of time, memory or the engine's patience too often; stays so until the strikes are old. */
    public synchronized boolean off() {
        forget(clock.instant());
        return strikes.size() >= mostStrikes;
    }

    /** When the script may run again: now, or when the runs of the last minute are few enough below three seconds. */
    public synchronized Instant allowedAt() {
        Instant now = clock.instant();
        forget(now);
        Duration sum = used.stream().map(Used::cpu).reduce(Duration.ZERO, Duration::plus);
        Instant at = now;
        for (Used run : used) {
            if (sum.compareTo(CPU_A_MINUTE) < 0) {
                return at;
            }
            sum = sum.minus(run.cpu());
            at = run.at().plus(MINUTE);
        }
        return at;
    }

    private void forget(Instant now) {
        while (!strikes.isEmpty() && !strikes.peek().isAfter(now.minus(HOUR))) {
            strikes.remove();
        }
        while (!used.isEmpty() && !used.peek().at().isAfter(now.minus(MINUTE))) {
            used.remove();
        }
    }
}

package org.lotusguild.lotus.stack.trial.servers;

import java.util.ArrayList;
import java.util.List;

/**
 * What a trial has around its homeserver.
 *
 * @param sfu LiveKit
 * @param workers processes of Synapse beside the main one; they need PostgreSQL, Redis and the proxy
 */
public record Wanted(boolean postgres, boolean turn, boolean sfu, boolean proxy, int workers) {
    public static final int MOST_WORKERS = 20;

    public Wanted {
        if (workers < 0 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("workers: must be 0 to " + MOST_WORKERS);
        }
        postgres |= workers > 0;
        proxy |= workers > 0;
    }

    public static Wanted nothing() {
        return new Wanted(false, false, false, false, 0);
    }

    public boolean isNothing() {
        return equals(nothing());
    }

    /** What either has; as many workers as the other one wants, where it wants any. */
    Wanted and(Wanted other) {
        return new Wanted(
                postgres || other.postgres,
                turn || other.turn,
                sfu || other.sfu,
                proxy || other.proxy,
                other.workers > 0 ? other.workers : workers);
    }

    boolean calls() {
        return turn || sfu;
    }

    /** For people. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        if (postgres) {
            names.add("PostgreSQL");
        }
        if (workers > 0) {
            names.add("Redis");
            names.add(workers == 1 ? "1 worker" : workers + " workers");
        }
        if (proxy) {
            names.add("nginx");
        }
        if (turn) {
            names.add("coturn");
        }
        if (sfu) {
            names.add("LiveKit");
        }
        return String.join(", ", names);
    }
}

package org.lotusguild.lotus.stack.plan;

/**
 * How many people use the server at once, and what Synapse gets for them (stack-render.md, "Workers").
 *
 * <p>The numbers of users are a proposal of ours; upstream names none.
 */
public enum Capacity {
    /** To 100. */
    SMALL(10, "15K", 1),
    /** To 300. */
    MEDIUM(20, "30K", 2),
    /** To 1000; from here on with workers. */
    LARGE(8, "50K", 3),
    /** To 5000. */
    HUGE(6, "100K", 4);

    private final int connections;
    private final String eventCache;
    private final int cacheFactor;

    Capacity(int connections, String eventCache, int cacheFactor) {
        this.connections = connections;
        this.eventCache = eventCache;
        this.cacheFactor = cacheFactor;
    }

    public boolean workers() {
        return this == LARGE || this == HUGE;
    }

    /** {@code cp_max}: the most database connections of one process. */
    public int connections() {
        return connections;
    }

    /** {@code event_cache_size}. */
    public String eventCache() {
        return eventCache;
    }

    /** {@code caches.global_factor}. */
    public int cacheFactor() {
        return cacheFactor;
    }
}

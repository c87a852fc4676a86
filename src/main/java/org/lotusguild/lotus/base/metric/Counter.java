package org.lotusguild.lotus.base.metric;

import java.util.concurrent.atomic.LongAdder;

/** A number that only grows. For many threads. */
public final class Counter {
    private final LongAdder count = new LongAdder();

    Counter() {}

    public void add() {
        count.increment();
    }

    public void add(long more) {
        if (more < 0) {
            throw new IllegalArgumentException("a counter only grows");
        }
        count.add(more);
    }

    public long count() {
        return count.sum();
    }
}

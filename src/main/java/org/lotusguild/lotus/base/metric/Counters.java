package org.lotusguild.lotus.base.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** One counter for each value of a label. */
public final class Counters<L extends Enum<L>> {
    private final Map<L, Counter> counters;

    Counters(Metrics.Label<L> label) {
        counters = new EnumMap<>(label.type());
        for (L value : label.values()) {
            counters.put(value, new Counter());
        }
    }

    public Counter of(L value) {
        return Objects.requireNonNull(counters.get(value));
    }
}

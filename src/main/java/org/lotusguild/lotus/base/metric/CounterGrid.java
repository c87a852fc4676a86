package org.lotusguild.lotus.base.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** One counter for each pair of values of two labels. */
public final class CounterGrid<A extends Enum<A>, B extends Enum<B>> {
    private final Map<A, Counters<B>> rows;
    private final Metrics.Label<A> first;
    private final Metrics.Label<B> second;

    CounterGrid(Metrics.Label<A> first, Metrics.Label<B> second) {
        this.first = first;
        this.second = second;
        rows = new EnumMap<>(first.type());
        for (A value : first.values()) {
            rows.put(value, new Counters<>(second));
        }
    }

    public Counter of(A one, B other) {
        return Objects.requireNonNull(rows.get(one)).of(other);
    }

    /** Every pair as Prometheus writes it, with its count. */
    void each(BiConsumer<String, Long> line) {
        for (A one : first.values()) {
            for (B other : second.values()) {
                line.accept(
                        first.pair(one) + "," + second.pair(other),
                        of(one, other).count());
            }
        }
    }
}

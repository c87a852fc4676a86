package org.lotusguild.lotus.base.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** One histogram for each value of a label. */
public final class Histograms<L extends Enum<L>> {
    private final Map<L, Histogram> histograms;

    Histograms(Metrics.Label<L> label, double... bounds) {
        histograms = new EnumMap<>(label.type());
        for (L value : label.values()) {
            histograms.put(value, new Histogram(bounds));
        }
    }

    public Histogram of(L value) {
        return Objects.requireNonNull(histograms.get(value));
    }
}

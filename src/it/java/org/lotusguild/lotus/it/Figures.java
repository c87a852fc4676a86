package org.lotusguild.lotus.it;

import java.util.List;
import java.util.Locale;

/** Measured values and how they are printed. */
final class Figures {
    private Figures() {}

    static double median(List<Double> values) {
        return percentile(values, 50);
    }

    /** The nearest-rank percentile. */
    static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    /** {@code name   median (lowest–highest) unit} */
    static String line(String name, List<Double> rounds, String unit) {
        double low = percentile(rounds, 0);
        double high = percentile(rounds, 100);
        return String.format(Locale.ROOT, "%-44s %8.2f (%.2f–%.2f) %s", name, median(rounds), low, high, unit);
    }
}

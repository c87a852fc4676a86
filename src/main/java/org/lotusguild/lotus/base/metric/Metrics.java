package org.lotusguild.lotus.base.metric;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * The registry of the process's figures. Each name is registered once, at assembly; label values come from an enum, so
 * nothing that a stranger sends can make the registry grow.
 *
 * <p>Source: Prometheus text exposition format 0.0.4.
 */
public final class Metrics {
    /** The content type of {@link #text}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final Map<String, Family> families = new ConcurrentSkipListMap<>();

    /** A number that only grows; by convention its name ends in {@code _total}. */
    public Counter counter(String name, String help) {
        Counter counter = new Counter();
        register(name, help, "counter", out -> out.line("", "", counter.count()));
        return counter;
    }

    /** One counter for each value of the label. */
    public <L extends Enum<L>> Counters<L> counters(String name, String help, Label<L> label) {
        Counters<L> counters = new Counters<>(label);
        register(name, help, "counter", out -> {
            for (L value : label.values()) {
                out.line("", label.pair(value), counters.of(value).count());
            }
        });
        return counters;
    }

    /** One counter for each pair of values of the labels. */
    public <A extends Enum<A>, B extends Enum<B>> CounterGrid<A, B> counters(
            String name, String help, Label<A> first, Label<B> second) {
        CounterGrid<A, B> counters = new CounterGrid<>(first, second);
        register(name, help, "counter", out -> counters.each((labels, count) -> out.line("", labels, count)));
        return counters;
    }

    /** A number that is asked for when the figures are read. */
    public void gauge(String name, String help, DoubleSupplier now) {
        register(name, help, "gauge", out -> out.line("", "", now.getAsDouble()));
    }

    /** One gauge for each value of the label. */
    public <L extends Enum<L>> void gauges(String name, String help, Label<L> label, ToDoubleFunction<L> now) {
        register(name, help, "gauge", out -> {
            for (L value : label.values()) {
                out.line("", label.pair(value), now.applyAsDouble(value));
            }
        });
    }

    /** A number of a pair of label values, or none now. */
    @FunctionalInterface
    public interface PairNow<A, B> {
        OptionalDouble of(A one, B other);
    }

    /** One gauge for each pair of values of the labels that has a number now; the others are left out. */
    public <A extends Enum<A>, B extends Enum<B>> void gauges(
            String name, String help, Label<A> first, Label<B> second, PairNow<A, B> now) {
        register(name, help, "gauge", out -> {
            for (A one : first.values()) {
                for (B other : second.values()) {
                    now.of(one, other)
                            .ifPresent(number -> out.line("", first.pair(one) + "," + second.pair(other), number));
                }
            }
        });
    }

    /**
     * How values spread.
     *
     * @param bounds upper bounds of the buckets, ascending; the last bucket, without bound, comes by itself
     */
    public Histogram histogram(String name, String help, double... bounds) {
        Histogram histogram = new Histogram(bounds);
        register(name, help, "histogram", out -> histogram.write(out, ""));
        return histogram;
    }

    /** One histogram for each value of the label. */
    public <L extends Enum<L>> Histograms<L> histograms(String name, String help, Label<L> label, double... bounds) {
        Histograms<L> histograms = new Histograms<>(label, bounds);
        register(name, help, "histogram", out -> {
            for (L value : label.values()) {
                histograms.of(value).write(out, label.pair(value));
            }
        });
        return histograms;
    }

    /** All figures, sorted by name. */
    public String text() {
        StringBuilder out = new StringBuilder();
        families.forEach((name, family) -> family.write(name, out));
        return out.toString();
    }

    private void register(String name, String help, String type, Body body) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a metric name: " + name);
        }
        if (families.putIfAbsent(name, new Family(help, type, body)) != null) {
            throw new IllegalArgumentException("metric registered twice: " + name);
        }
    }

    /** The label's values are the enum's constants in lower case. */
    public record Label<L extends Enum<L>>(String name, Class<L> type) {
        private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

        public Label {
            if (!LABEL.matcher(name).matches() || name.startsWith("__") || "le".equals(name)) {
                throw new IllegalArgumentException("not a label name: " + name);
            }
        }

        L[] values() {
            return type.getEnumConstants();
        }

        String pair(L value) {
            return name + "=\"" + value.name().toLowerCase(Locale.ROOT) + "\"";
        }
    }

    private interface Body {
        void write(Lines out);
    }

    private record Family(String help, String type, Body body) {
        void write(String name, StringBuilder out) {
            String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
            out.append("# HELP ").append(name).append(' ').append(escaped).append('\n');
            out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
            body.write(new Lines(name, out));
        }
    }
}

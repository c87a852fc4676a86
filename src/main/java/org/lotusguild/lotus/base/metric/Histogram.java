package org.lotusguild.lotus.base.metric;

import java.time.Duration;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** How values spread over fixed buckets. For many threads. */
public final class Histogram {
    private static final double NANOS = 1e9;

    private final double[] bounds;
    private final LongAdder[] buckets;
    private final DoubleAdder sum = new DoubleAdder();

    Histogram(double... bounds) {
        this.bounds = ascending(bounds.clone());
        this.buckets = new LongAdder[bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    public void observe(double value) {
        int i = 0;
        while (i < bounds.length && value > bounds[i]) {
            i++;
        }
        buckets[i].increment();
        sum.add(value);
    }

    /** In seconds, the unit that Prometheus wants. */
    public void observe(Duration time) {
        observe(time.toNanos() / NANOS);
    }

    void write(Lines out, String labels) {
        String comma = labels.isEmpty() ? "" : ",";
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            String bound = i < bounds.length ? Lines.number(bounds[i]) : "+Inf";
            out.line("_bucket", labels + comma + "le=\"" + bound + "\"", count);
        }
        out.line("_sum", labels, sum.sum());
        out.line("_count", labels, count);
    }

    private static double[] ascending(double[] bounds) {
        for (int i = 1; i < bounds.length; i++) {
            if (!(bounds[i - 1] < bounds[i])) {
                throw new IllegalArgumentException("bucket bounds must ascend");
            }
        }
        return bounds;
    }
}

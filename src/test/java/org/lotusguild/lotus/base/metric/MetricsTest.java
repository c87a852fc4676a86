package org.lotusguild.lotus.base.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics();

    enum Outcome {
        SENT,
        TOO_LARGE
    }

    @Test
    void countsOnePerEvent() {
        Counter sent = metrics.counter("lotus_sent_total", "Events sent.");
        sent.add();
        sent.add(4);
        assertThat(metrics.text()).isEqualTo("""
                # HELP lotus_sent_total Events sent.
                # TYPE lotus_sent_total counter
                lotus_sent_total 5
                """);
    }

    @Test
    void showsEveryLabelValueFromTheStart() {
        metrics.counters("lotus_sent_total", "Events.", new Metrics.Label<>("outcome", Outcome.class))
                .of(Outcome.TOO_LARGE)
                .add();
        assertThat(metrics.text()).contains("""
                lotus_sent_total{outcome="sent"} 0
                lotus_sent_total{outcome="too_large"} 1
                """);
    }

    @Test
    void asksAGaugeWhenItIsRead() {
        double[] now = {1.5};
        metrics.gauge("lotus_queue", "Waiting.", () -> now[0]);
        assertThat(metrics.text()).contains("# TYPE lotus_queue gauge\nlotus_queue 1.5\n");
        now[0] = 2;
        assertThat(metrics.text()).contains("lotus_queue 2\n");
    }

    @Test
    void asksALabelledGaugeForEachValue() {
        metrics.gauges("lotus_state", "State.", new Metrics.Label<>("outcome", Outcome.class), Outcome::ordinal);
        assertThat(metrics.text()).contains("lotus_state{outcome=\"sent\"} 0\nlotus_state{outcome=\"too_large\"} 1\n");
    }

    @Test
    void bucketsAreCumulativeAndTheBoundBelongsToItsBucket() {
        Histogram time = metrics.histogram("lotus_seconds", "Time.", 0.1, 1);
        time.observe(Duration.ofMillis(100));
        time.observe(0.5);
        time.observe(7);
        assertThat(metrics.text()).isEqualTo("""
                # HELP lotus_seconds Time.
                # TYPE lotus_seconds histogram
                lotus_seconds_bucket{le="0.1"} 1
                lotus_seconds_bucket{le="1"} 2
                lotus_seconds_bucket{le="+Inf"} 3
                lotus_seconds_sum 7.6
                lotus_seconds_count 3
                """);
    }

    @Test
    void aLabelledHistogramHasBothLabels() {
        metrics.histograms("lotus_seconds", "Time.", new Metrics.Label<>("outcome", Outcome.class), 1)
                .of(Outcome.SENT)
                .observe(2);
        assertThat(metrics.text()).contains("""
                lotus_seconds_bucket{outcome="sent",le="1"} 0
                lotus_seconds_bucket{outcome="sent",le="+Inf"} 1
                lotus_seconds_sum{outcome="sent"} 2
                lotus_seconds_count{outcome="sent"} 1
                """);
    }

    @Test
    void writesUnusualNumbersAsPrometheusReadsThem() {
        assertThat(Lines.number(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(Lines.number(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
        assertThat(Lines.number(Double.NaN)).isEqualTo("NaN");
        assertThat(Lines.number(1e300)).isEqualTo("1.0E300");
    }

    @Test
    void escapesTheHelpText() {
        metrics.counter("a", "one\ntwo \\ three");
        assertThat(metrics.text()).startsWith("# HELP a one\\ntwo \\\\ three\n");
    }

    @Test
    void sortsByName() {
        metrics.counter("b", "B.");
        metrics.counter("a", "A.");
        assertThat(metrics.text().indexOf("HELP a")).isLessThan(metrics.text().indexOf("HELP b"));
    }

    @Test
    void refusesASecondRegistrationAndBadNames() {
        metrics.counter("a", "A.");
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("a", "Again."));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("a-b", "Dash."));
        assertThatIllegalArgumentException().isThrownBy(() -> new Metrics.Label<>("le", Outcome.class));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.histogram("h", "H.", 2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.counter("c", "C.").add(-1));
    }

    @Test
    void losesNothingWhenManyThreadsCount() {
        Counter counter = metrics.counter("a", "A.");
        Histogram histogram = metrics.histogram("h", "H.", 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                threads.execute(() -> {
                    for (int n = 0; n < 100; n++) {
                        counter.add();
                        histogram.observe(1);
                    }
                });
            }
        }
        assertThat(metrics.text()).contains("\na 10000\n", "h_count 10000\n", "h_sum 10000\n");
    }
}

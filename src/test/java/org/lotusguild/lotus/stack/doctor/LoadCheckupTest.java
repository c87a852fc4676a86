package org.lotusguild.lotus.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.doctor.Line.Level;
import org.lotusguild.lotus.stack.plan.Capacity;

class LoadCheckupTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    /** As Synapse shows it, an hour after its start. */
    private static String scraped(double worked, int slow) {
        double start = NOW.getEpochSecond() - 3600.0;
        return """
                # TYPE process_cpu_seconds_total counter
                process_cpu_seconds_total %s
                # TYPE process_start_time_seconds gauge
                process_start_time_seconds %s
                # TYPE python_twisted_reactor_tick_time histogram
                python_twisted_reactor_tick_time_bucket{le="0.001"} 500.0
                python_twisted_reactor_tick_time_bucket{le="0.1"} %d.0
                python_twisted_reactor_tick_time_bucket{le="1.0"} 1000.0
                python_twisted_reactor_tick_time_bucket{le="+Inf"} 1000.0
                python_twisted_reactor_tick_time_count 1000.0
                """.formatted(worked, start, 1000 - slow);
    }

    private static List<Line> lines(Optional<String> scraped, Capacity size) {
        return new LoadCheckup(scraped, size, new TestClock(NOW)).lines();
    }

    @Test
    void isContentWithAProcessThatHasTime() {
        assertThat(lines(Optional.of(scraped(360, 9)), Capacity.SMALL))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.level()).isEqualTo(Level.WELL);
                    assertThat(line.text())
                            .isEqualTo("Synapse's main process fills 10 % of a core and is free again within 0.1 s");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "3000, 0, SMALL, size: medium",
        "360, 11, MEDIUM, size: large",
        "3000, 11, LARGE, size: huge",
        "3000, 11, HUGE, Which of its requests",
    })
    void recommendsTheNextStepToAProcessThatHasNone(double worked, int slow, Capacity size, String next) {
        assertThat(lines(Optional.of(scraped(worked, slow)), size))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.level()).isEqualTo(Level.NOTE);
                    assertThat(line.next().orElseThrow()).startsWith(next);
                });
    }

    @Test
    void judgesNobodyWhoBeganJustNow() {
        String text = scraped(360, 0)
                .replaceAll(
                        "(?m)^process_start_time_seconds .*$",
                        "process_start_time_seconds " + (NOW.getEpochSecond() - 60));
        assertThat(lines(Optional.of(text), Capacity.SMALL))
                .extracting(Line::level)
                .containsExactly(Level.WELL);
    }

    @Test
    void saysNothingOfWhoTellsNothing() {
        assertThat(lines(Optional.empty(), Capacity.SMALL)).isEmpty();
        assertThat(lines(Optional.of("# TYPE up gauge\n"), Capacity.SMALL)).isEmpty();
    }
}

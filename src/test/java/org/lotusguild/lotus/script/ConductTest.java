package org.lotusguild.lotus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConductTest {
    private Instant now = Sandboxes.NOW;
    private final Conduct conduct = new Conduct(5, () -> now);

    private void record(Outcome outcome, long cpuMillis) {
        conduct.record(new Run(outcome, Duration.ofMillis(cpuMillis), List.of()));
    }

    private void fails(Kind kind) {
        record(new Outcome.Failed(kind, "", 0), 0);
    }

    private void posts(long cpuMillis) {
        record(new Outcome.Posted(List.of(new Message.Unsaid()), Optional.empty()), cpuMillis);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TIME", "MEMORY", "ENGINE"})
    void isOffAfterFiveCostlyEndsWithinAnHour(Kind kind) {
        for (int i = 0; i < 4; i++) {
            fails(kind);
            later(Duration.ofMinutes(14));
        }
        assertThat(conduct.off()).isFalse();
        fails(kind);
        assertThat(conduct.off()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TIME", "MEMORY", "ENGINE"},
            mode = EnumSource.Mode.EXCLUDE)
    void mistakesDoNotSwitchItOff(Kind kind) {
        for (int i = 0; i < 50; i++) {
            fails(kind);
        }
        assertThat(conduct.off()).isFalse();
    }

    @Test
    void forgetsAfterAnHour() {
        for (int i = 0; i < 4; i++) {
            fails(Kind.TIME);
        }
        later(Duration.ofHours(1));
        fails(Kind.TIME);
        assertThat(conduct.off()).isFalse();
    }

    @Test
    void threeSecondsOfAProcessorInAMinuteMustWaitUntilTheMinuteIsOver() {
        posts(1000);
        later(Duration.ofSeconds(10));
        posts(1500);
        assertThat(conduct.allowedAt()).isEqualTo(now);
        later(Duration.ofSeconds(10));
        posts(500);
        assertThat(conduct.allowedAt()).isEqualTo(Sandboxes.NOW.plusSeconds(60));
        now = Sandboxes.NOW.plusSeconds(60);
        assertThat(conduct.allowedAt()).isEqualTo(now);
    }

    @Test
    void oneRunOfMoreThanThreeSecondsWaitsAWholeMinute() {
        posts(200);
        later(Duration.ofSeconds(1));
        posts(4000);
        assertThat(conduct.allowedAt()).isEqualTo(now.plusSeconds(60));
    }

    @Test
    void cheapRunsNeverWait() {
        for (int i = 0; i < 1000; i++) {
            posts(2);
            later(Duration.ofMillis(100));
            assertThat(conduct.allowedAt()).isEqualTo(now);
        }
    }
}

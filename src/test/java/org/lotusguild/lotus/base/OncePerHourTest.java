package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OncePerHourTest {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final OncePerHour<String> once = new OncePerHour<>(() -> now);

    @Test
    void saysItOnceAndThenHowOftenItWasKeptBack() {
        assertThat(once.due("a")).isEqualTo(OptionalLong.of(0));
        assertThat(once.due("a")).isEmpty();
        now = now.plusSeconds(3599);
        assertThat(once.due("a")).isEmpty();
        assertThat(once.due("b")).isEqualTo(OptionalLong.of(0));
        now = now.plusSeconds(1);
        assertThat(once.due("a")).isEqualTo(OptionalLong.of(2));
        assertThat(once.due("a")).isEmpty();
    }

    @Test
    void aFloodOfEverNewThingsIsAThousandLinesAnHour() {
        long said = 0;
        for (int i = 0; i < 5_000; i++) {
            said += once.due("thing " + i).isPresent() ? 1 : 0;
        }
        assertThat(said).isEqualTo(1_000);
        now = now.plusSeconds(3600);
        assertThat(once.due("thing 4999")).isEqualTo(OptionalLong.of(0));
    }
}

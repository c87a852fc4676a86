package org.lotusguild.lotus.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23T18:00:59Z | UTC | 23 Nov 2026 18:00 UTC",
                "2026-11-23T18:00:00Z | Europe/Vienna | 23 Nov 2026 19:00 CET",
                "2026-07-03T22:30:00Z | Europe/Vienna | 4 Jul 2026 00:30 CEST",
                "2026-01-01T00:05:00Z | Asia/Tokyo | 1 Jan 2026 09:05 JST",
            })
    void areShownInTheZoneOfTheFile(Instant time, ZoneId zone, String shown) {
        assertThat(Times.shown(time, zone)).isEqualTo(shown);
    }
}

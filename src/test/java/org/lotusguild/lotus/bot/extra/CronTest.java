package org.lotusguild.lotus.bot.extra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** 22 November 2026 is a Sunday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * * | 2026-11-22T18:31Z",
                "*/15 * * * * | 2026-11-22T18:45Z",
                "0 18 * * * | 2026-11-23T18:00Z",
                "0 18 * * fri | 2026-11-27T18:00Z",
                "30 18 * * 0 | 2026-11-29T18:30Z",
                "0 9 * * 7 | 2026-11-29T09:00Z",
                "0 9-17/4 * * 1-5 | 2026-11-23T09:00Z",
                "5,10 0 1 jan * | 2027-01-01T00:05Z",
                "0 0 29 2 * | 2028-02-29T00:00Z",
                "0 0 13 * 5 | 2026-11-27T00:00Z",
                "0 0 31 * * | 2026-12-31T00:00Z",
                "59 23 31 12 * | 2026-12-31T23:59Z",
            })
    void findsTheNextMoment(String rule, String next) {
        ZonedDateTime now = ZonedDateTime.parse("2026-11-22T18:30:20Z");
        assertThat(Cron.read(rule)
                        .orElseThrow()
                        .after(now.withZoneSameInstant(UTC))
                        .orElseThrow()
                        .toInstant())
                .isEqualTo(ZonedDateTime.parse(next).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "a * * * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "1,,2 * * * *",
                "0 0 31 2 *",
                "-1 * * * *"
            })
    void takesNothingElse(String rule) {
        assertThat(Cron.read(rule)).isEmpty();
    }

    @Test
    void jumpsWithTheClocks() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ZonedDateTime night = ZonedDateTime.of(2026, 3, 29, 0, 0, 0, 0, berlin);
        assertThat(Cron.read("30 2 * * *").orElseThrow().after(night).orElseThrow())
                .isEqualTo(ZonedDateTime.of(2026, 3, 29, 3, 30, 0, 0, berlin));
    }
}

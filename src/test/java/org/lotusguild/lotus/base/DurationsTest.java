package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "90s,90000",
        "10m,600000",
        "2h,7200000",
        "1d,86400000",
        "1h30m,5400000",
        "250ms,250",
        "1m5ms,60005",
        "0s,0"
    })
    void readsWhatPeopleWrite(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "30m1h", "1h1h", "1w", "1.5h", "9999999h", "5S", "٣s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @Test
    void readsBackWhatItWrote() {
        qt().forAll(longs().between(0, Duration.ofDays(900_000).toMillis())).checkAssert(millis -> {
            Duration time = Duration.ofMillis(millis);
            assertThat(Durations.parse(Durations.written(time))).isEqualTo(time);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0s,0 s",
        "40s,40 s",
        "60s,1 min",
        "72s,1 min 12 s",
        "2m,2 min",
        "5h12m,5 h 12 min",
        "5h12m59s,5 h 12 min",
        "1h,1 h",
        "1h59s,1 h",
        "3d4h,3 d 4 h",
        "6d,6 d"
    })
    void showsTheTwoLargestParts(String written, String shown) {
        assertThat(Durations.shown(Durations.parse(written))).isEqualTo(shown);
    }

    @Test
    void showsNothingBelowZero() {
        assertThat(Durations.shown(Duration.ofSeconds(-3))).isEqualTo("0 s");
    }
}

package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @Test
    void isReadAsTheFileWritesIt() {
        assertThat(Rate.parse("off")).isEqualTo(new Rate.Off());
        assertThat(Rate.parse("30 per 1m")).isEqualTo(new Rate.Bucket(30, 30, Duration.ofMinutes(1)));
        assertThat(Rate.parse("5 burst, 1 per 6s")).isEqualTo(new Rate.Bucket(5, 1, Duration.ofSeconds(6)));
        assertThat(new Rate.Bucket(30, 30, Duration.ofMinutes(1)).refill()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "30 per 1m", "5 burst, 1 per 6s"})
    void isWrittenAsItIsRead(String text) {
        assertThat(Rate.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 burst", "0 per 1m", "1 per 0s", "0 burst, 1 per 6s", "-1 per 1m", "1 per week"})
    void refusesWhatIsNoLimit(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text));
    }
}

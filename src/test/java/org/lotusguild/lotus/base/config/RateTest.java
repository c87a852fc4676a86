package org.lotusguild.lotus.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void isWrittenAsItIsRead() {
        for (String text : new String[] {"10/s burst 50", "5/m", "100/h burst 3", "off"}) {
            assertThat(Rate.parse(text)).hasToString(text);
        }
        assertThat(Rate.parse("10/s burst 50")).isEqualTo(new Rate(10, Duration.ofSeconds(1), 50));
        assertThat(Rate.parse("5/m")).isEqualTo(new Rate(5, Duration.ofMinutes(1), 5));
        assertThat(Rate.parse("off").off()).isTrue();
    }

    @Test
    void refusesWhatIsNoRate() {
        for (String text : new String[] {"", "10", "10/d", "10/s burst", "-1/s", "10/s, burst 5"}) {
            assertThatThrownBy(() -> Rate.parse(text)).hasMessage("not a rate, write it like 10/s burst 50, or off");
        }
        assertThatThrownBy(() -> Rate.parse("0/s")).hasMessage("a rate lets at least one through, or write off");
    }
}

package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseTest {

    @Test
    void lastsAtLeastAsLongAsAsked() throws InterruptedException {
        long before = System.nanoTime();
        Pause.real().take(Duration.ofMillis(5));
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(5_000_000);
    }

    @Test
    void returnsAtOnceForNothing() throws InterruptedException {
        Pause.real().take(Duration.ZERO);
        Pause.real().take(Duration.ofDays(-1));
    }

    @Test
    void endsWhenTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> Pause.real().take(Duration.ofDays(1)));
    }
}

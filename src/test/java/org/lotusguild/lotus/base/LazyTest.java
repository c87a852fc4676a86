package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazyTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void makesItsValueWhenFirstAskedAndOnce() {
        Lazy<String> lazy = new Lazy<>(() -> "made " + asked.incrementAndGet());
        assertThat(asked).hasValue(0);
        assertThat(lazy.get()).isEqualTo("made 1");
        assertThat(lazy.get()).isEqualTo("made 1");
    }

    @Test
    void triesAgainAfterAFailure() {
        Lazy<String> lazy = new Lazy<>(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return "made";
        });
        assertThatThrownBy(lazy::get).hasMessage("not yet");
        assertThat(lazy.get()).isEqualTo("made");
    }
}

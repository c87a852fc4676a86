package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void neverShowsItself() {
        Secret secret = new Secret("hunter2");
        assertThat(secret).hasToString("<secret>");
        assertThat(Optional.of(secret).toString()).doesNotContain("hunter2");
        assertThat("%s".formatted(secret)).isEqualTo("<secret>");
    }

    @Test
    void matchesOnlyItself() {
        assertThat(new Secret("hunter2").matches("hunter2")).isTrue();
        assertThat(new Secret("hunter2").matches("hunter")).isFalse();
        assertThat(new Secret("hunter2").matches("")).isFalse();
    }
}

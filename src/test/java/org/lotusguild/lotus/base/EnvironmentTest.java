package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void knowsWhatTheProcessWasStartedWith() {
        assertThat(Environment.ofProcess().variable("PATH")).hasValue(System.getenv("PATH"));
        assertThat(Environment.ofProcess().variable("LOTUS_SURELY_NOT_SET")).isEmpty();
    }
}

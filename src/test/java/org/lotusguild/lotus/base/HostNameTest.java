package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HostNameTest {
    @Test
    void isWhatTheMachineCallsItself() throws IOException {
        Process uname = new ProcessBuilder("uname", "-n").start();
        String name = new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(HostName.here()).isEqualTo(name).isNotEmpty();
    }

    @Test
    void standsInAFewLettersForItsMachineAlone() {
        assertThat(HostName.tag("guild")).matches("[0-9a-f]{8}").isEqualTo(HostName.tag("guild"));
        assertThat(HostName.tag("guild")).isNotEqualTo(HostName.tag("guild2"));
        assertThat(HostName.tag()).isEqualTo(HostName.tag(HostName.here()));
    }
}

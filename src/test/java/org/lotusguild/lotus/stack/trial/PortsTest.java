package org.lotusguild.lotus.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortsTest {

    @Test
    void findsABusyPortBusyAndItsHolder() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            assertThat(Ports.free(port)).isFalse();
            assertThat(Ports.holder(port)).contains(ProcessHandle.current());
            assertThat(Ports.holderShown(port))
                    .startsWith("pid " + ProcessHandle.current().pid())
                    .contains("java");
        }
    }

    @Test
    void seesAHolderThatListensOnAllAddresses() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(Ports.holder(socket.getLocalPort())).contains(ProcessHandle.current());
        }
    }

    @Test
    void stepsAsideWhenThePortIsTaken() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int found = Ports.firstFree(socket.getLocalPort());
            assertThat(found).isNotEqualTo(socket.getLocalPort());
            assertThat(Ports.free(found)).isTrue();
        }
    }

    @Test
    void namesNobodyForAFreePort() {
        int free = Ports.firstFree(20_000);
        assertThat(Ports.holder(free)).isEmpty();
        assertThat(Ports.holderShown(free)).isEqualTo("another program");
    }
}

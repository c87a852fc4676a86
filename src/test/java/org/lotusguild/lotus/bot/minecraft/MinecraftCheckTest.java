package org.lotusguild.lotus.bot.minecraft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.bot.basic.ServiceCheck;

class MinecraftCheckTest {
    @Test
    void seesAnOpenConsole() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new MinecraftCheck(new HostPort("127.0.0.1", server.getLocalPort())).check())
                    .isInstanceOf(ServiceCheck.Up.class);
        }
    }

    @Test
    void tellsNobodyTheNameOfAHostThatIsNotThere() {
        assertThat(new MinecraftCheck(new HostPort("nowhere.invalid", 25575)).check())
                .isEqualTo(new ServiceCheck.Down("its host name is not known"));
    }
}

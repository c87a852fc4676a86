package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotifySocketTest {
    @TempDir
    private Path folder;

    private static Optional<NotifySocket> at(String value) {
        return NotifySocket.of(name -> name.equals("NOTIFY_SOCKET") ? Optional.of(value) : Optional.empty());
    }

    @Test
    void tellsWhoListensAtAPath() throws IOException {
        String path = folder.resolve("notify").toString();
        try (NotifyListener systemd = new NotifyListener(path)) {
            NotifySocket socket = at(path).orElseThrow();
            assertThat(systemd.heard()).isEmpty();
            socket.tell("WATCHDOG=1");
            socket.tell("STATUS=Es läuft");
            assertThat(systemd.heard()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.heard()).isEqualTo("STATUS=Es läuft");
        }
    }

    @Test
    void tellsWhoListensUnderANameThatIsNoFile() throws IOException {
        String name = "@lotus-test-" + ProcessHandle.current().pid();
        try (NotifyListener systemd = new NotifyListener(name)) {
            at(name).orElseThrow().tell("READY=1");
            assertThat(systemd.heard()).isEqualTo("READY=1");
        }
    }

    @Test
    void saysThatNobodyListens() {
        NotifySocket socket = at(folder.resolve("nobody").toString()).orElseThrow();
        assertThatThrownBy(() -> socket.tell("WATCHDOG=1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody listens at ");
    }

    @Test
    void isNotThereWhereNobodyWantsToHear() {
        assertThat(NotifySocket.of(name -> Optional.empty())).isEmpty();
        assertThat(at("vsock:2:1234")).isEmpty();
    }

    @Test
    void makesNothingOfTheSystemBeforeSomebodyIsTold() {
        assertThat(NotifySocket.class.getDeclaredFields())
                .extracting(Field::getType)
                .isNotEmpty()
                .doesNotContain(MethodHandle.class);
    }
}

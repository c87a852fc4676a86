package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotus up} as the service of a systemd that wants to hear that it lives. */
@Timeout(120)
final class WatchdogIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Prints what it is told, a line each. */
    private static final String SYSTEMD = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            while True:
                print(s.recv(4096).decode(), flush=True)
            """;

    @TempDir
    private Path folder;

    @Test
    void tellsSystemdThatItLivesWhileItWaitsForItsHomeserver() {
        String socket = folder.resolve("notify").toString();
        Home home = Home.fresh("watchdog");
        try (Lotus lotus = new Lotus(home, why -> {})) {
            Lotus.Outcome made = lotus.command("init", "--own", "--server-name", "example.org", "--url", "http://127.0.0.1:1");
            assertThat(made.exit()).as(made.toString()).isZero();
            home.otherPorts();
            try (Child systemd = Child.start(
                            "systemd", folder, List.of(Tools.synapsePython().toString(), "-I", "-c", SYSTEMD, socket));
                    Child service = Child.start("lotus up", folder, service(home, socket))) {
                Await.until(LIMIT, "Lotus to tell it again and again", () -> {
                    assertThat(service.alive()).as(service.output()).isTrue();
                    return systemd.output().lines().filter("WATCHDOG=1"::equals).count() >= 4;
                });
                assertThat(systemd.output().lines()).containsOnly("WATCHDOG=1");
                assertThat(Health.well("http://" + home.internal().orElseThrow() + "/health/live")).isTrue();
                service.signal("STOP");
                Await.elapsed(Duration.ofSeconds(1));
                long told = systemd.output().lines().count();
                Await.elapsed(Duration.ofSeconds(2));
                assertThat(systemd.output().lines().count()).as("who hangs tells nothing").isEqualTo(told);
                service.signal("CONT");
            }
        }
    }

    private static List<String> service(Home home, String socket) {
        return List.of(
                "env",
                "NOTIFY_SOCKET=" + socket,
                "WATCHDOG_USEC=1000000",
                Tools.launcher().toString(),
                "up",
                "--log-to-stderr",
                "--home",
                home.directory().toString());
    }
}

package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.stack.live.Probing;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.render.Samples;

/** coturn and LiveKit judge the files that are written for them: moved to the loopback address and free ports, else as they are. */
final class RenderedMediaIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** LiveKit answers a tenth of a second before it heeds a wish to end ({@code pkg/service/server.go}), and says neither. */
    private static final Duration BEFORE_IT_LISTENS_TO_SIGNALS = Duration.ofMillis(500);

    /** Loopback plays the guild's address on the internet, behind which LiveKit is: the one address that stays open. */
    private static final Plan PLAN = Samples.planOf(Samples.text("one-host").replace("203.0.113.139", "127.0.0.1"));

    /** These appear when somebody has joined a call ({@code pkg/telemetry/prometheus/packets.go}): see TrialGrowsIT. */
    private static final List<String> AFTER_A_CALL =
            List.of("livekit_packet_bytes", "livekit_packet_total", "livekit_participant_join_total");

    @TempDir
    Path folder;

    @Test
    void coturnTakesEveryLineAndRelaysOnlyWhereItMay() throws IOException {
        int port = Synapse.freePort();
        String file = turnserver(port, Synapse.freePort());
        String program = ServerPackages.program("turnserver").toString();
        Path written = Files.writeString(folder.resolve("turnserver.conf"), file);
        try (Child coturn = Child.start("coturn", folder, List.of(program, "-c", written.toString()))) {
            Await.until(LIMIT, "coturn to listen", () -> coturn.output().contains("Total General servers"));
            Ran found = Ran.of(
                    folder,
                    LIMIT,
                    List.of(
                            ServerPackages.program("turnutils_stunclient").toString(),
                            "-p",
                            Integer.toString(port),
                            "127.0.0.1"));
            assertThat(found.output()).contains("UDP reflexive addr: 127.0.0.1:");
            Ran members = uclient(port, "-y");
            assertThat(members.output()).contains("tot_send_msgs=20, tot_recv_msgs=20", "Total lost packets 0 ");
            assertThat(members.code()).isZero();
            Ran inside = uclient(port, "-e", "127.0.0.2", "-r", "3480");
            assertThat(inside.output()).contains("error 403 (Forbidden IP)");
            assertThat(inside.code()).isNotZero();
            assertThat(probed(port)).contains("lotus_probe_up{check=\"turn\",kind=\"turn\"} 1");
            String log = coturn.output();
            assertThat(log)
                    .doesNotContain("Bad configuration")
                    .doesNotContain("Wrong address")
                    .doesNotContain("cannot find certificate")
                    .doesNotContain("cannot start TLS");
            assertThat(count(log, "Black listing: "))
                    .isEqualTo(count(file, "\ndenied-peer-ip="))
                    .isGreaterThanOrEqualTo(24);
        }
    }

    /** The figures of {@code lotus up} once it has asked. */
    private static String probed(int port) {
        Metrics metrics = new Metrics();
        Probing.Targets targets = new Probing.Targets(
                Optional.of(new HostPort("127.0.0.1", port)),
                () -> Optional.of(Samples.secrets().value(SecretName.TURN)),
                Map.of());
        try (Probing probing = new Probing(targets, Clock.systemUTC(), new SecureRandom(), Pause.real()).on(metrics)) {
            probing.start();
            Await.until(LIMIT, "a probe", () -> metrics.text().contains("check=\"turn\""));
            return metrics.text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Ran uclient(int port, String... how) {
        List<String> whole = Stream.of(
                        List.of(ServerPackages.program("turnutils_uclient").toString(), "-n", "5", "-m", "1"),
                        List.of("-u", "member", "-W", Samples.secrets().value(SecretName.TURN).value()),
                        List.of("-p", Integer.toString(port)),
                        List.of(how),
                        List.of("127.0.0.1"))
                .flatMap(List::stream)
                .toList();
        return Ran.of(folder, LIMIT, whole);
    }

    /** The rendered file on the loopback address, which coturn forbids by itself unless it is told otherwise. */
    private String turnserver(int port, int tlsPort) throws IOException {
        certificate();
        Map<String, String> moved = new TreeMap<>(Map.of(
                "listening-ip", "127.0.0.1",
                "relay-ip", "127.0.0.1",
                "listening-port", Integer.toString(port),
                "tls-listening-port", Integer.toString(tlsPort),
                "cert", folder.resolve("cert.pem").toString(),
                "pkey", folder.resolve("key.pem").toString(),
                "log-file", "stdout"));
        String here = Samples.file(PLAN, PLAN.the(Role.TURN), "/etc/turnserver.conf")
                .lines()
                .filter(line -> !line.startsWith("external-ip="))
                .map(line -> moved.containsKey(key(line)) ? key(line) + "=" + moved.get(key(line)) : line)
                .collect(Collectors.joining("\n", "", "\n"));
        return here + "allow-loopback-peers\npidfile=" + folder.resolve("pid") + "\nuserdb=" + folder.resolve("users") + "\n";
    }

    private static String key(String line) {
        return line.split("=", 2)[0];
    }

    private void certificate() {
        String openssl = ServerPackages.program("openssl").toString();
        Ran made = Ran.of(
                folder,
                LIMIT,
                List.of(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "30", "-subj", "/CN=turn.example.org", "-keyout", "key.pem", "-out", "cert.pem"));
        assertThat(made.code()).as(made.output()).isZero();
    }

    @Test
    void liveKitKnowsEveryKeyAndStarts() throws IOException {
        Path program = Toolbox.real().liveKit();
        int port = Synapse.freePort();
        int figures = Synapse.freePort();
        Path file = liveKit(port, figures);
        Ran ports = Ran.of(folder, LIMIT, List.of(program.toString(), "--config", file.toString(), "ports"));
        assertThat(ports.output()).doesNotContain("could not parse").doesNotContain("ERROR");
        try (Child server = Child.start("LiveKit", folder, List.of(program.toString(), "--config", file.toString()))) {
            Await.until(LIMIT, "LiveKit to answer", () -> Health.well("http://127.0.0.1:" + port + "/"));
            assertThat(Health.text("http://127.0.0.1:" + port + "/")).isEqualTo("OK");
            AskedFigures.of("livekit_").without(AFTER_A_CALL).allIn(Health.text("http://127.0.0.1:" + figures + "/metrics"));
            assertThat(server.output()).doesNotContain("could not parse").doesNotContain("secret is too short");
            Await.elapsed(BEFORE_IT_LISTENS_TO_SIGNALS);
        }
    }

    private Path liveKit(int port, int figures) throws IOException {
        Path keys = Files.writeString(
                folder.resolve("keys.yaml"), Samples.file(PLAN, PLAN.the(Role.SFU), "/etc/livekit/keys.yaml"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        String text = Samples.file(PLAN, PLAN.the(Role.SFU), "/etc/livekit/livekit.yaml")
                .replace("/etc/livekit/keys.yaml", keys.toString())
                .replace("\nport: 7880\n", "\nport: " + port + "\n")
                .replace("  port: 6789\n", "  port: " + figures + "\n")
                .replace("tcp_port: 7881\n", "tcp_port: " + Synapse.freePort() + "\n");
        return Files.writeString(folder.resolve("livekit.yaml"), text);
    }

    private static long count(String text, String word) {
        return (text.length() - text.replace(word, "").length()) / word.length();
    }
}

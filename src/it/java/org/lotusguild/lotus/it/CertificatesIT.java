package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.certs.CertificateSync;
import org.lotusguild.lotus.stack.certs.CertificateTrouble;
import org.lotusguild.lotus.stack.certs.Destination;
import org.lotusguild.lotus.stack.certs.TestCertificates;
import org.lotusguild.lotus.stack.certs.TurnConfig;

/** A renewed certificate under a real coturn that relays. */
@Timeout(120)
final class CertificatesIT {
    private static final String HOST = "turn.example.org";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final Pattern TOTAL = Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void isSwappedUnderAnOpenAllocationWithoutALostPacket() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        Path first = certificates.pair("first", HOST, "-keyalg", "RSA");
        Path second = certificates.pair("second", HOST, "-keyalg", "EC");
        int port = Synapse.freePort();
        int tls = Synapse.freePort();
        Path live = folder.resolve("live");
        copy(first, live);
        Path configuration = configuration(live, port, tls);
        try (Child coturn = Child.start(
                        "coturn", folder, List.of(program("turnserver"), "-c", configuration.toString()));
                Child echo = Child.start("echo", folder, List.of(program("turnutils_peer"), "-L", "127.0.0.1"))) {
            Await.until(Duration.ofSeconds(15), "coturn to show a certificate", () -> !shown(tls).isEmpty());
            assertThat(shown(tls)).isEqualTo(fingerprint(first));
            Process call = new ProcessBuilder(
                            program("turnutils_uclient"),
                            "-u", "x", "-W", "trial-secret-trial-secret-trial-1", "-e", "127.0.0.1", "-n", "600", "-z", "20",
                            "-m", "1", "-c", "-p", Integer.toString(port), "127.0.0.1")
                    .redirectErrorStream(true)
                    .start();
            try {
                Await.elapsed(Duration.ofSeconds(5)); // it connects, and relays from the fourth second on
                CertificateSync sync = new CertificateSync(Clock.systemUTC(), new SecureRandom(), Pause.real());
                Destination to = new TurnConfig(configuration).destination(HOST);
                assertThat(sync.run(source(first), to).replaced()).isFalse();
                long begin = System.nanoTime();
                CertificateSync.Outcome swapped = sync.run(source(second), to);
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                assertThat(swapped.replaced()).isTrue();
                assertThat(took).as("until a new handshake shows it").isLessThan(Duration.ofSeconds(2));
                assertThat(shown(tls)).isEqualTo(fingerprint(second));
                assertThat(call.isAlive()).as("still relaying").isTrue();
                String heard = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                Matcher total = TOTAL.matcher(heard);
                String last = "";
                while (total.find()) {
                    last = total.group(1) + " of " + total.group(2);
                }
                assertThat(last).as(heard).isEqualTo("600 of 600");
                assertThat(coturn.alive()).isTrue();
            } finally {
                call.destroyForcibly();
            }
            badPairChangesNothing(certificates, second, configuration, tls);
        }
    }

    /** As after the installation: coturn runs without a certificate, as its own user, and nobody has made the folder. */
    @Test
    void theFirstOneComesWhereCoturnsUserMayReadIt() throws Exception {
        Path first = new TestCertificates(folder).pair("first", HOST, "-startdate", "-1d");
        int tls = Synapse.freePort();
        Path live = folder.resolve("etc/coturn/certs");
        Path configuration = configuration(live, Synapse.freePort(), tls);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-r-----"));
        if (ROOT) {
            Files.setAttribute(
                    configuration,
                    "posix:group",
                    configuration.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("turnserver"));
        }
        Destination to = new TurnConfig(configuration).destination(HOST);
        try (Child early = Child.start("coturn", folder, asItsUser(configuration))) {
            Await.until(Duration.ofSeconds(15), "coturn", () -> early.output().contains("Total General servers"));
            TestClock hurried = new TestClock(java.time.Instant.now());
            CertificateSync sync = new CertificateSync(hurried, new SecureRandom(), hurried::advance);
            assertThatExceptionOfType(CertificateTrouble.class)
                    .isThrownBy(() -> sync.run(source(first), to))
                    .withMessageContaining("does not answer")
                    .satisfies(trouble -> assertThat(trouble.remedy()).contains("restart it once"));
        }
        for (String file : List.of("fullchain.pem", "privkey.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live.resolve(file))))
                    .isEqualTo("rw-r-----");
            assertThat(Files.getAttribute(live.resolve(file), "posix:group"))
                    .isEqualTo(Files.getAttribute(configuration, "posix:group"));
        }
        try (Child coturn = Child.start("coturn", folder, asItsUser(configuration))) {
            Await.until(Duration.ofSeconds(15), "coturn to show a certificate", () -> !shown(tls).isEmpty());
            assertThat(shown(tls)).as(coturn.output()).isEqualTo(fingerprint(first));
            Ran again = lotus(first, configuration);
            assertThat(again.exit()).as(again.words()).isZero();
            assertThat(again.words()).contains("In place " + HOST);
        }
    }

    private static List<String> asItsUser(Path configuration) {
        List<String> coturn = List.of(program("turnserver"), "-c", configuration.toString());
        return ROOT
                ? Stream.concat(
                                Stream.of("setpriv", "--reuid=turnserver", "--regid=turnserver", "--clear-groups", "--"),
                                coturn.stream())
                        .toList()
                : coturn;
    }

    private static String program(String name) {
        return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing: apt-get install coturn"))
                .toString();
    }

    private void badPairChangesNothing(TestCertificates certificates, Path second, Path configuration, int tls)
            throws IOException {
        Path bad = certificates.pair("bad", HOST);
        Files.copy(second.resolve("privkey.pem"), bad.resolve("privkey.pem"), StandardCopyOption.REPLACE_EXISTING);
        Ran refused = lotus(bad, configuration);
        assertThat(refused.exit()).as(refused.words()).isEqualTo(1);
        assertThat(refused.words()).contains("its key is that of another certificate");
        assertThat(shown(tls)).isEqualTo(fingerprint(second));
        Ran again = lotus(second, configuration);
        assertThat(again.exit()).as(again.words()).isZero();
        assertThat(again.words()).contains("In place " + HOST, "shown at 127.0.0.1:" + tls);
    }

    private Path configuration(Path live, int port, int tls) throws IOException {
        Path file = folder.resolve("turnserver.conf");
        return Files.writeString(file, """
                listening-ip=127.0.0.1
                relay-ip=127.0.0.1
                listening-port=%d
                tls-listening-port=%d
                min-port=52000
                max-port=52099
                use-auth-secret
                static-auth-secret=trial-secret-trial-secret-trial-1
                realm=%s
                allow-loopback-peers
                cert=%s
                pkey=%s
                pidfile=%s
                log-file=stdout
                userdb=%s
                no-cli
                """.formatted(
                port, tls, HOST, live.resolve("fullchain.pem"), live.resolve("privkey.pem"), folder.resolve("turn.pid"), folder.resolve("turn.db")));
    }

    private static void copy(Path pair, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : List.of("fullchain.pem", "privkey.pem")) {
            Files.copy(pair.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(to.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static CertificateSync.Source source(Path pair) {
        return new CertificateSync.Source(pair.resolve("fullchain.pem"), pair.resolve("privkey.pem"));
    }

    private record Ran(int exit, String words) {}

    private static Ran lotus(Path from, Path turn) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Tools.launcher().toString(), "certs", "sync", "--name", HOST, "--from", from.toString(), "--turn", turn.toString())
                .redirectErrorStream(true);
        Tools.asBuilt(builder);
        return ran(builder);
    }

    private static Ran ran(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ran(process.waitFor(), words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** As openssl sees it who connects; empty if nobody answers. */
    private static String shown(int port) {
        return openssl("openssl s_client -connect 127.0.0.1:" + port + " -servername " + HOST
                + " </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 2>/dev/null");
    }

    private static String fingerprint(Path pair) {
        return openssl("openssl x509 -noout -fingerprint -sha256 -in " + pair.resolve("fullchain.pem"));
    }

    private static String openssl(String line) {
        try {
            return ran(new ProcessBuilder("sh", "-c", line)).words().strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

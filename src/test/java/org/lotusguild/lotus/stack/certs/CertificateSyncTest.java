package org.lotusguild.lotus.stack.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.config.HostPort;

/** The way of a renewed certificate to its server. */
class CertificateSyncTest {
    private static final String HOST = "turn.example.org";

    private static final Destination.Hears DEAF = new Destination.Hears.ByCommand(List.of("true"));

    @TempDir
    Path folder;

    @TempDir
    static Path made;

    /** A certificate is not valid before the second in which it was made. */
    private final TestClock clock = new TestClock(Instant.now().plusSeconds(60));

    private final CertificateSync sync = new CertificateSync(clock, new SecureRandom(), clock::advance);
    private Path live;
    private Path like;

    @BeforeAll
    static void make() {
        TestCertificates certificates = new TestCertificates(made);
        certificates.pair("good", HOST);
        certificates.pair("another", HOST);
        certificates.pair("name", "example.net");
    }

    @BeforeEach
    void begin() throws IOException {
        live = folder.resolve("etc/live");
        like = Files.writeString(folder.resolve("turnserver.conf"), "");
        mode(like, "rw-------");
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static CertificateSync.Source source(Path pair) {
        return new CertificateSync.Source(pair.resolve("fullchain.pem"), pair.resolve("privkey.pem"));
    }

    private Destination to(Destination.Hears hears) {
        return new Destination(
                HOST,
                Optional.of(new Destination.Files(live.resolve("cert.pem"), live.resolve("key.pem"), like)),
                hears,
                Optional.empty());
    }

    @Test
    void putsBothFilesInPlaceForTheirOwnerAlone() throws IOException {
        Path pair = made.resolve("good");
        CertificateSync.Outcome outcome = sync.run(source(pair), to(DEAF));
        assertThat(outcome.replaced()).isTrue();
        assertThat(live.resolve("cert.pem")).hasSameTextualContentAs(pair.resolve("fullchain.pem"));
        assertThat(live.resolve("key.pem")).hasSameTextualContentAs(pair.resolve("privkey.pem"));
        assertThat(mode(live.resolve("key.pem"))).isEqualTo("rw-------");
        assertThat(mode(live)).isEqualTo("rwxr-x---");
        assertThat(live).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void letsTheServersGroupReadWhereItReadsTheConfiguration() throws IOException {
        mode(like, "rw-r-----");
        Destination to = to(DEAF);
        sync.run(source(made.resolve("good")), to);
        for (String name : List.of("key.pem", "cert.pem")) {
            assertThat(mode(live.resolve(name))).isEqualTo("rw-r-----");
            assertThat(Files.getAttribute(live.resolve(name), "posix:group"))
                    .isEqualTo(Files.getAttribute(like, "posix:group"));
        }
        assertThat(sync.run(source(made.resolve("good")), to).replaced()).isFalse();
    }

    @Test
    void keepsTheRightsOfWhatIsThereButForAKeyThatAllMayRead() throws IOException {
        Destination to = to(DEAF);
        sync.run(source(made.resolve("good")), to);
        mode(live.resolve("cert.pem"), "rw-r--r--");
        mode(live.resolve("key.pem"), "rw-r--r--");
        assertThat(sync.run(source(made.resolve("good")), to).replaced()).isTrue();
        assertThat(mode(live.resolve("cert.pem"))).isEqualTo("rw-r--r--");
        assertThat(mode(live.resolve("key.pem"))).isEqualTo("rw-------");
    }

    @Test
    void leavesAloneWhatIsTheSame() {
        Path pair = made.resolve("good");
        Destination to = to(new Destination.Hears.ByCommand(
                List.of("touch", folder.resolve("told").toString())));
        sync.run(source(pair), to);
        assertThat(folder.resolve("told")).exists();
        assertThat(folder.resolve("told").toFile().delete()).isTrue();
        assertThat(sync.run(source(pair), to).replaced()).isFalse();
        assertThat(folder.resolve("told")).doesNotExist();
    }

    @Test
    void neverReplacesAGoodPairByABadOne() throws IOException {
        Path good = made.resolve("good");
        sync.run(source(good), to(DEAF));
        Path bad = Files.createDirectories(folder.resolve("bad"));
        Files.copy(good.resolve("fullchain.pem"), bad.resolve("fullchain.pem"));
        Files.copy(made.resolve("another/privkey.pem"), bad.resolve("privkey.pem"));
        for (Path one : List.of(bad, made.resolve("name"), folder.resolve("missing"))) {
            assertThatExceptionOfType(CertificateTrouble.class).isThrownBy(() -> sync.run(source(one), to(DEAF)));
        }
        assertThat(live.resolve("cert.pem")).hasSameTextualContentAs(good.resolve("fullchain.pem"));
        assertThat(live.resolve("key.pem")).hasSameTextualContentAs(good.resolve("privkey.pem"));
    }

    @Test
    void isContentWithAServerThatShowsIt() {
        Path pair = made.resolve("good");
        try (TlsServer server = new TlsServer(pair)) {
            Destination to = new Destination(
                    HOST,
                    Optional.empty(),
                    new Destination.Hears.ByCommand(List.of("false")),
                    Optional.of(server.at()));
            assertThat(sync.run(source(pair), to).told()).isFalse();
        }
    }

    @Test
    void saysWhichCertificateTheServerShowsInTheEnd() {
        Path old = made.resolve("another");
        Path pair = made.resolve("good");
        try (TlsServer server = new TlsServer(old)) {
            Destination to = new Destination(
                    HOST, Optional.empty(), new Destination.Hears.ByCommand(List.of("true")), Optional.of(server.at()));
            assertThatExceptionOfType(CertificateTrouble.class)
                    .isThrownBy(() -> sync.run(source(pair), to))
                    .withMessageContaining(server.at() + " shows ")
                    .withMessageContaining("instead of the certificate");
        }
    }

    @Test
    void saysThatTheServerToBeToldDoesNotRun() throws IOException {
        Path pair = made.resolve("good");
        Path pid = Files.writeString(folder.resolve("pid"), "999999999\n");
        assertThatExceptionOfType(CertificateTrouble.class)
                .isThrownBy(() -> sync.run(source(pair), to(new Destination.Hears.Coturn(pid, folder))))
                .withMessageContaining("coturn does not run with " + folder);
    }

    @Test
    void followsNoLinkWithOwnerAndMode() throws IOException {
        mode(like, "rw-r-----");
        Path other = Files.writeString(folder.resolve("other"), "");
        mode(other, "rw-------");
        Path fresh = Files.createSymbolicLink(folder.resolve("key.pem.new"), other);
        assertThatIOException()
                .isThrownBy(() -> ServerFiles.dress(fresh, like, Set.of(PosixFilePermission.GROUP_READ)));
        assertThat(mode(other)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls-listening-port=auto", "tls-listening-port=65536", "pidfile=/run/\0/pid"})
    void saysWhichLineOfCoturnCannotBeUsed(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("turn"), "cert=/etc/cert.pem\npkey=/etc/key.pem\n" + line + "\n");
        assertThatExceptionOfType(CertificateTrouble.class)
                .isThrownBy(() -> new TurnConfig(file).destination(HOST))
                .withMessageStartingWith(file + ": " + line.substring(0, line.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"turn.example.org.", "turn example.org", ""})
    void aNameThatNobodyCanHaveIsTrouble(String name) {
        Destination to = new Destination(name, Optional.empty(), DEAF, Optional.of(new HostPort("127.0.0.1", 1)));
        assertThatExceptionOfType(CertificateTrouble.class)
                .isThrownBy(() -> sync.run(source(made.resolve("good")), to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"turn.example.org.", "turn example.org"})
    void nobodyIsAskedForTheCertificateOfNoName(String name) {
        try (TlsServer server = new TlsServer(made.resolve("good"))) {
            assertThatIOException()
                    .isThrownBy(() -> new ShownCertificate(new SecureRandom()).at(server.at(), name))
                    .withMessageContaining("no host has that name");
        }
    }

    @Test
    void readsWhereCoturnHasItsFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("turnserver.conf"), """
                # cert=/old
                listening-ip=10.20.0.29
                tls-listening-port=5350
                cert=/etc/turn/cert.pem
                pkey=/etc/turn/key.pem   # 0600
                pidfile=/run/turnserver/turnserver.pid
                """);
        assertThat(new TurnConfig(file).destination(HOST))
                .isEqualTo(new Destination(
                        HOST,
                        Optional.of(new Destination.Files(
                                Path.of("/etc/turn/cert.pem"), Path.of("/etc/turn/key.pem"), file)),
                        new Destination.Hears.Coturn(Path.of("/run/turnserver/turnserver.pid"), file),
                        Optional.of(new HostPort("10.20.0.29", 5350))));
    }
}

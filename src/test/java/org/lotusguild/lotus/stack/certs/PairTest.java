package org.lotusguild.lotus.stack.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.stack.tool.Tool;

/** What must not replace a certificate. */
class PairTest {
    private static final String HOST = "turn.example.org";

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    /** A certificate is not valid before the second in which it was made. */
    private final Instant now = Instant.now().plusSeconds(60);

    @BeforeAll
    static void make() {
        TestCertificates certificates = new TestCertificates(made);
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            certificates.pair(algorithm, HOST, "-keyalg", algorithm);
        }
        certificates.pair("other", "ca.example.org");
        certificates.pair("star", "*.example.org");
    }

    /** A copy that a test may change. */
    private Path pair(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        for (String file : List.of("fullchain.pem", "privkey.pem")) {
            Files.copy(made.resolve(name).resolve(file), copy.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    private static Pair read(Path pair) {
        return Pair.read(pair.resolve("fullchain.pem"), pair.resolve("privkey.pem"));
    }

    private void refused(Path pair, String name, Instant at, String why) {
        assertThatExceptionOfType(CertificateTrouble.class)
                .isThrownBy(() -> read(pair).check(name, at))
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"EC", "RSA", "Ed25519"})
    void takesAGoodPair(String algorithm) throws IOException {
        Path pair = pair(algorithm);
        Pair read = read(pair);
        read.check(HOST, now);
        assertThat(read.leaf().text()).matches("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(read.left(now)).isBetween(Duration.ofDays(80), Duration.ofDays(91));
    }

    @Test
    void showsTheFingerprintThatOpensslShows() throws IOException {
        Path pair = pair("EC");
        Tool.Outcome openssl = Tool.of(
                        "openssl",
                        "x509",
                        "-noout",
                        "-fingerprint",
                        "-sha256",
                        "-in",
                        pair.resolve("fullchain.pem").toString())
                .run();
        assertThat(openssl.out()).endsWith("=" + read(pair).leaf().text() + "\n");
    }

    @ParameterizedTest
    @CsvSource({"EC, -traditional", "RSA, -traditional"})
    void takesKeysInTheOlderForms(String algorithm, String form) throws IOException {
        Path pair = pair(algorithm);
        Path key = pair.resolve("privkey.pem");
        Tool.Outcome openssl = Tool.of("openssl", "pkey", "-in", key.toString(), form, "-out", key + ".old")
                .run();
        assertThat(openssl.words()).isEmpty();
        assertThat(Path.of(key + ".old")).content().contains("BEGIN " + algorithm + " PRIVATE KEY");
        Pair.read(pair.resolve("fullchain.pem"), Path.of(key + ".old")).check(HOST, now);
    }

    @Test
    void refusesTheKeyOfAnother() throws IOException {
        Path pair = pair("EC");
        Path other = pair("other");
        Files.copy(other.resolve("privkey.pem"), pair.resolve("privkey.pem"), StandardCopyOption.REPLACE_EXISTING);
        refused(pair, HOST, now, "its key is that of another certificate");
    }

    @Test
    void refusesAnotherNameAndTakesAStar() throws IOException {
        refused(pair("EC"), "matrix.example.org", now, "it is for turn.example.org, not for matrix");
        Path star = pair("star");
        read(star).check(HOST, now);
        refused(star, "a.b.example.org", now, "not for a.b.example.org");
        refused(star, "example.org", now, "not for example.org");
    }

    @Test
    void refusesBeforeAndAfterItsTime() throws IOException {
        Path pair = pair("EC");
        refused(pair, HOST, now.minus(Duration.ofDays(2)), "not valid before");
        refused(pair, HOST, now.plus(Duration.ofDays(100)), "it ended at");
    }

    @Test
    void refusesAChainThatDoesNotHangTogether() throws IOException {
        Path pair = pair("EC");
        Path other = pair("other");
        Files.writeString(
                pair.resolve("fullchain.pem"),
                Files.readString(pair.resolve("fullchain.pem")) + Files.readString(other.resolve("fullchain.pem")));
        refused(pair, HOST, now, "certificate 1 of its chain is not signed by the next one");
    }

    @ParameterizedTest
    @CsvSource({"privkey.pem, ''", "privkey.pem, nothing", "fullchain.pem, ''", "fullchain.pem, nothing"})
    void refusesWhatIsNoPem(String file, String content) throws IOException {
        Path pair = pair("EC");
        Files.writeString(pair.resolve(file), content);
        refused(pair, HOST, now, "no pair in PEM");
    }
}

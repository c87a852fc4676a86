package org.lotusguild.lotus.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.certs.TestCertificates;
import org.lotusguild.lotus.stack.doctor.Line.Level;
import org.lotusguild.lotus.stack.upgrade.Advice;
import org.lotusguild.lotus.stack.upgrade.Conditions;
import org.lotusguild.lotus.stack.upgrade.Installed;

/** One page about a guild. */
class PageTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-25T12:00:00Z"));

    private static Level level(List<Line> lines) {
        return lines.getLast().level();
    }

    @Test
    void isWellWhileNothingIsBadAndNamesTheNextStep() {
        Page page = Page.of(List.of(
                () -> List.of(Line.well("disk", "fine")),
                () -> List.of(Line.note("proof", "never", "lotus backup verify"))));
        assertThat(page.well()).isTrue();
        assertThat(page.text()).endsWith("All is well. Next: lotus backup verify");
    }

    @Test
    void namesTheStepForWhatIsBadFirst() {
        Page page = Page.of(List.of(
                () -> List.of(Line.note("proof", "never", "later")),
                () -> List.of(Line.bad("disk", "full", "free some"))));
        assertThat(page.well()).isFalse();
        assertThat(page.text()).endsWith("Something is wrong. Next: free some");
        assertThat(page.text()).contains("BAD  disk         full");
    }

    @Test
    void tellsACheckupThatBreaks() {
        Page page = Page.of(List.of(() -> {
            throw new IllegalStateException("no such thing");
        }));
        assertThat(page.well()).isFalse();
        assertThat(page.text().getFirst()).contains("no such thing");
    }

    @Test
    void looksAtTheAgeOfBackupAndProof(@TempDir Path shelf) throws IOException {
        BackupCheckup checkup = new BackupCheckup(shelf, shelf, clock);
        assertThat(level(checkup.lines())).isEqualTo(Level.BAD);
        long now = clock.instant().getEpochSecond();
        last(shelf, now - 3600, 0, 0);
        assertThat(checkup.lines()).extracting(Line::level).containsExactly(Level.WELL, Level.NOTE);
        last(shelf, now - 3600, now - 3600, 0);
        assertThat(checkup.lines()).extracting(Line::level).containsExactly(Level.WELL, Level.WELL);
        last(shelf, now - 27 * 3600, now - 36 * 86_400, 0);
        assertThat(checkup.lines()).extracting(Line::level).containsExactly(Level.BAD, Level.BAD);
        last(shelf, now - 3600, now - 3600, now - 60);
        assertThat(checkup.lines().getFirst().text()).contains("the last run failed: the disk is full");
    }

    private static void last(Path shelf, long success, long verified, long failure) throws IOException {
        Files.writeString(shelf.resolve("last.json"), """
                {"success":%d,"verified":%d,"failure":%d,"name":"x","bytes":1,"problem":"the disk is full"}
                """.formatted(success, verified, failure));
    }

    @Test
    void comparesClocks() {
        assertThat(level(new ClockCheckup("homeserver", Optional.of(Duration.ofSeconds(2))).lines()))
                .isEqualTo(Level.WELL);
        assertThat(level(new ClockCheckup("homeserver", Optional.of(Duration.ofMillis(2100))).lines()))
                .isEqualTo(Level.BAD);
        assertThat(level(new ClockCheckup("homeserver", Optional.of(Duration.ofMillis(-2100))).lines()))
                .isEqualTo(Level.BAD);
        assertThat(new ClockCheckup("homeserver", Optional.of(Duration.ofSeconds(-9)))
                        .lines()
                        .getFirst()
                        .text())
                .isEqualTo("the homeserver is 9 s behind");
        assertThat(level(new ClockCheckup("homeserver", Optional.empty()).lines()))
                .isEqualTo(Level.NOTE);
    }

    @Test
    void takesAnAnswersSecondForTheMiddleOfItAndHalfOfTheWayForTheWayBack() {
        Instant asked = Instant.parse("2026-11-25T03:30:00.100Z");
        Instant answered = Instant.parse("2026-11-25T03:30:00.900Z");
        assertThat(ClockCheckup.ahead(asked, answered, Instant.parse("2026-11-25T03:30:00Z")))
                .isEqualTo(Duration.ZERO);
        assertThat(ClockCheckup.ahead(asked, answered, Instant.parse("2026-11-25T03:29:57Z")))
                .isEqualTo(Duration.ofSeconds(-3));
    }

    @Test
    void looksAtTheRoomOnTheDisk(@TempDir Path folder) {
        long gibibyte = 1L << 30;
        assertThat(DiskCheckup.line(folder, gibibyte - 1, 9 * gibibyte).level()).isEqualTo(Level.BAD);
        assertThat(DiskCheckup.line(folder, gibibyte, 9 * gibibyte).level()).isEqualTo(Level.NOTE);
        assertThat(DiskCheckup.line(folder, 5 * gibibyte, 9 * gibibyte))
                .isEqualTo(Line.well("disk", "5120 MiB of 9216 MiB are free under " + folder));
        assertThat(new DiskCheckup(List.of(folder, folder.resolve("none"))).lines())
                .hasSize(1);
    }

    @Test
    void countsTheDaysOfCertificates(@TempDir Path folder) throws Exception {
        Path chain =
                new TestCertificates(folder).pair("good", "matrix.example.org").resolve("fullchain.pem");
        Instant end;
        try (InputStream in = Files.newInputStream(chain)) {
            X509Certificate leaf =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            end = leaf.getNotAfter().toInstant();
        }
        assertThat(left(chain, end, Duration.ofDays(21)).level()).isEqualTo(Level.WELL);
        assertThat(left(chain, end, Duration.ofDays(21).minusSeconds(1)).level())
                .isEqualTo(Level.NOTE);
        assertThat(left(chain, end, Duration.ofDays(7).minusSeconds(1)).level()).isEqualTo(Level.BAD);
        assertThat(left(chain, end, Duration.ofDays(-3)))
                .isEqualTo(Line.bad("certificate", chain + " is good for 0 days", "Renew it, then: lotus certs sync"));
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate\n");
        assertThat(left(text, end, Duration.ZERO).level()).isEqualTo(Level.BAD);
        assertThat(new CertificateCheckup(List.of(folder.resolve("none")), clock).lines())
                .isEmpty();
    }

    private static Line left(Path chain, Instant end, Duration left) {
        return new CertificateCheckup(List.of(chain), new TestClock(end.minus(left)))
                .lines()
                .getFirst();
    }

    @Test
    void readsQueuesFromTheMetrics() {
        List<Line> lines = new QueueCheckup(Optional.of("""
                # HELP lotus_matrix_send_waiting x
                lotus_matrix_send_waiting 1200
                lotus_webhook_queue_rows{state="pending"} 3
                lotus_webhook_queue_rows{state="dead"} 150
                """)).lines();
        assertThat(lines).extracting(Line::level).containsExactly(Level.BAD, Level.NOTE);
        assertThat(lines.getFirst().text()).isEqualTo("1200 messages wait to be sent");
        assertThat(new QueueCheckup(Optional.empty()).lines()).isEmpty();
    }

    @Test
    void tellsVersionsThatAreBehind() {
        Advice advice = Advice.of(
                new Installed(Map.of("synapse", "1.148.0", "nginx", "1.22.1", "redis", "7.0")),
                new Conditions(List.of()),
                java.time.LocalDate.parse("2026-11-25"));
        assertThat(new UpgradeCheckup(advice).lines())
                .extracting(Line::level)
                .containsExactly(Level.WELL, Level.BAD, Level.NOTE);
    }
}

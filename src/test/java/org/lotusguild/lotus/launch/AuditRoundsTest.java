package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.HostName;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.Problem;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.facts.Told;

/** The running program audits the servers on its machine by the clock. */
class AuditRoundsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(NOW);
    private final Semaphore turns = new Semaphore(0);
    private final Semaphore waits = new Semaphore(0);
    private final List<String> desk = new ArrayList<>();
    private final OutgoingHttp http = new OutgoingHttp(Version.text());
    private Metrics metrics = new Metrics();
    private int audits;
    private Path turn;
    private AuditRounds rounds;

    @BeforeEach
    void start() throws IOException {
        turn = folder.resolve("turnserver.conf");
        Files.createDirectories(folder.resolve("home"));
        begin();
    }

    private void begin() {
        metrics = new Metrics();
        Pause pause = time -> {
            waits.release();
            turns.acquire();
        };
        World world = new World(variable -> Optional.empty(), http, clock, new SecureRandom(), pause, metrics);
        rounds = new AuditRounds(folder.resolve("home"), world, this::audit);
        rounds.start(desk::add);
        await();
    }

    @AfterEach
    void stop() throws InterruptedException {
        rounds.close();
        http.close();
    }

    private Optional<Report> audit(Instant now) {
        audits++;
        return Optional.of(HomeAudit.report(List.of(turn), Told.nothing(), List.of(), now));
    }

    private void await() {
        try {
            assertThat(waits.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Until the program waits again. */
    private void after(Duration time) {
        clock.advance(time);
        turns.release();
        await();
    }

    private void wrong() throws IOException {
        Files.writeString(turn, "listening-port=3478\nstale_nonce\nstatic-auth-secret=hunter2hunter2\n");
    }

    private void right() throws IOException {
        Files.writeString(turn, "listening-port=3478\nstatic-auth-secret=hunter2hunter2\n");
    }

    private long figure(String severity) {
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("lotus_audit_findings{severity=\"" + severity + "\"}"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".* (\\d+)(\\.0)?$", "$1")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsOnceWhatIsNewAndOnceThatItIsGone() throws IOException {
        right();
        assertThat(metrics.text()).contains("lotus_audit_last_run_timestamp_seconds 0");
        after(Duration.ofMinutes(5));
        int basis = desk.size();
        long before = figure("high");
        assertThat(metrics.text()).doesNotContain("lotus_audit_last_run_timestamp_seconds 0");

        wrong();
        after(Duration.ofHours(24));
        assertThat(desk).hasSize(basis + 1);
        assertThat(desk.getLast())
                .startsWith(HostName.here() + ": The audit of the servers has 1 new finding")
                .contains("HIGH TRN-001 " + turn + ":2")
                .doesNotContain("hunter2");
        assertThat(figure("high")).isEqualTo(before + 1);

        after(Duration.ofHours(24));
        assertThat(desk).hasSize(basis + 1);

        right();
        after(Duration.ofHours(24));
        assertThat(desk).hasSize(basis + 2);
        assertThat(desk.getLast()).isEqualTo(HostName.here() + ": Gone since the last audit:\nTRN-001 " + turn + ":2");
        assertThat(figure("high")).isEqualTo(before);
    }

    @Test
    void looksOnceADayHoweverOftenItIsStarted() throws Exception {
        wrong();
        after(Duration.ofMinutes(5));
        int told = desk.size();
        assertThat(told).isOne();
        long high = figure("high");
        after(Duration.ofHours(23));
        rounds.close();
        begin();
        assertThat(figure("high")).isEqualTo(high);
        after(Duration.ofMinutes(5));
        assertThat(audits).isOne();
        after(Duration.ofHours(1));
        assertThat(audits).isEqualTo(2);
        assertThat(desk).hasSize(told);
    }

    @Test
    void looksAlsoWhereTheLastTimeIsStillToCome() throws Exception {
        right();
        rounds.close();
        Path last = folder.resolve("home/last-audit.json");
        Files.writeString(last, "{\"when\": 32503680000, \"findings\": []}");
        begin();
        after(Duration.ofMinutes(5));
        assertThat(audits).isOne();
    }

    @Test
    void tellsOnceThatAFileOfTheAuditItselfIsBroken() throws Exception {
        rounds.close();
        CountDownLatch asked = new CountDownLatch(4);
        String[] words = {"no such check: ABC-1", "no such check: ABC-1", "until: no day", "until: no day"};
        World world = new World(
                variable -> Optional.empty(), http, clock, new SecureRandom(), time -> turns.acquire(), new Metrics());
        AuditRounds failing = new AuditRounds(folder.resolve("home"), world, now -> {
            asked.countDown();
            throw new ConfigException(List.of(new Problem(Path.of("audit-ignore.yaml"), 1, words[audits++])));
        });
        try (failing) {
            failing.start(desk::add);
            turns.release(4);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(desk)
                .hasSize(2)
                .allMatch(line -> line.startsWith(HostName.here() + ": the servers are not audited"));
        assertThat(desk.getFirst()).contains("no such check: ABC-1");
    }

    @Test
    void triesAgainAfterAnAuditThatFailed() throws Exception {
        rounds.close();
        CountDownLatch failed = new CountDownLatch(1);
        World world = new World(
                variable -> Optional.empty(), http, clock, new SecureRandom(), time -> turns.acquire(), new Metrics());
        AuditRounds failing = new AuditRounds(folder.resolve("home"), world, now -> {
            if (audits++ == 0) {
                throw new StackOverflowError();
            }
            failed.countDown();
            throw new IllegalStateException("broken");
        });
        try (failing) {
            failing.start(desk::add);
            turns.release(2);
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(desk).isEmpty();
    }
}

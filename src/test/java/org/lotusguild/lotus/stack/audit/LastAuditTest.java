package org.lotusguild.lotus.stack.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Check;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Where;

class LastAuditTest {
    private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
    private static final LastAudit NEVER = new LastAudit(0, List.of());
    private static final String HIGH = "TRN-001";
    private static final String LOW = "SYN-035";

    @TempDir
    private Path home;

    private static Check check(String id) {
        return Catalogue.find(new CheckId(id)).orElseThrow();
    }

    private static Hit failed(String id, String file, int line, String saw) {
        return Hit.of(check(id), Finding.failed(new Where(file, line, "key"), saw, "another"));
    }

    private static Report report(List<Report.Skipped> skipped, Hit... hits) {
        return new Report(NOW, Arrays.asList(hits), List.of(), List.of(), skipped, 1, 0);
    }

    private static LastAudit found(Hit... hits) {
        return NEVER.next(report(List.of(), hits));
    }

    private static News news(LastAudit before, LastAudit after) {
        return after.since(before, Severity.MEDIUM);
    }

    @Test
    void tellsOfWhatIsNewAndOfWhatIsGone() {
        LastAudit before = found(failed(HIGH, "/etc/a.conf", 3, "x"), failed(HIGH, "/etc/b.conf", 4, "x"));
        LastAudit after = found(failed(HIGH, "/etc/b.conf", 4, "x"), failed(HIGH, "/etc/c.conf", 0, "x"));
        News news = news(before, after);
        assertThat(news.text("guild"))
                .startsWith("guild: The audit of the servers has 1 new finding: 1 high.\n")
                .contains(
                        "HIGH TRN-001 /etc/c.conf: " + check(HIGH).title(),
                        "Gone since the last audit:\nTRN-001 /etc/a.conf:3")
                .endsWith("lotus audit --explain TRN-001");
        assertThat(news(after, after).none()).isTrue();
    }

    @Test
    void takesAFindingThatMovedOrSaysAnotherNumberForTheSame() {
        LastAudit before = found(failed(HIGH, "/etc/a.conf", 3, "ends in 20 days"));
        LastAudit after = found(failed(HIGH, "/etc/a.conf", 9, "ends in 19 days"));
        assertThat(news(before, after).none()).isTrue();
    }

    @Test
    void countsSmallFindingsAndTellsThemNobody() {
        LastAudit after = found(failed(LOW, "/etc/a.conf", 3, "x"));
        assertThat(after.count(Severity.LOW)).isOne();
        assertThat(news(NEVER, after).none()).isTrue();
        assertThat(news(after, NEVER).none()).isTrue();
    }

    @Test
    void tellsOfAFindingThatHasBecomeWorse() {
        Finding.Failed plain = Finding.failed(new Where("/etc/a.conf", 3, "key"), "x", "y");
        LastAudit before = found(Hit.of(check(HIGH), plain));
        LastAudit after = found(Hit.of(check(HIGH), plain.as(Severity.CRITICAL)));
        assertThat(news(before, after).appeared())
                .singleElement()
                .satisfies(known -> assertThat(known.severity()).isEqualTo(Severity.CRITICAL));
        assertThat(news(after, before).none()).isTrue();
    }

    @Test
    void keepsWhatNobodyCouldLookAtThisTime() {
        LastAudit before = found(failed(HIGH, "/etc/a.conf", 3, "x"));
        LastAudit skipped =
                before.next(report(List.of(new Report.Skipped(check(HIGH).id(), "no such file"))));
        assertThat(skipped.findings()).isEqualTo(before.findings()).isNotEmpty();
        LastAudit unknown = before.next(report(
                List.of(), Hit.of(check(HIGH), Finding.unknown(new Where("/etc/a.conf", 0, ""), "may not be read"))));
        assertThat(unknown.findings()).isEqualTo(before.findings());
        assertThat(before.next(report(List.of())).findings()).isEmpty();
    }

    @Test
    void keepsForAWeekWhatNobodyCanLookAtAndSaysSo() {
        LastAudit known = found(failed(HIGH, "/etc/a.conf", 3, "x"));
        LastAudit week = known.next(blind(NOW.plus(Duration.ofDays(7))));
        assertThat(week.findings()).isEqualTo(known.findings());
        assertThat(news(known, week).none()).isTrue();
        LastAudit later = week.next(blind(NOW.plus(Duration.ofDays(8))));
        assertThat(later.findings()).isEmpty();
        assertThat(news(week, later).text("guild"))
                .isEqualTo("guild: Could not be looked at for a week, and counts no more:\nTRN-001 /etc/a.conf:3");
        LastAudit away =
                known.next(new Report(NOW.plus(Duration.ofDays(9)), List.of(), List.of(), List.of(), List.of(), 1, 0));
        assertThat(news(known, away).text("guild")).startsWith("guild: Gone since the last audit:");
    }

    private static Report blind(Instant when) {
        List<Report.Skipped> skipped = List.of(new Report.Skipped(check(HIGH).id(), "may not be read"));
        return new Report(when, List.of(), List.of(), List.of(), skipped, 1, 0);
    }

    @Test
    void makesOneMessageOfManyFindings() {
        LastAudit many = found(IntStream.range(0, 60)
                .mapToObj(i -> failed(HIGH, "/etc/" + i + ".conf", 1, "x"))
                .toArray(Hit[]::new));
        assertThat(news(NEVER, many).text("guild").lines()).hasSizeLessThan(15).contains("and 52 more");
        assertThat(news(many, NEVER).text("guild").lines()).hasSizeLessThan(15).contains("and 52 more");
    }

    @Test
    void isReadBackAndHoldsNothingOfTheFiles() throws IOException {
        LastAudit audit = found(failed(HIGH, "/etc/a.conf", 3, "hunter2"));
        audit.write(home);
        assertThat(LastAudit.read(home)).isEqualTo(audit);
        Path file = home.resolve("last-audit.json");
        assertThat(Files.readString(file)).doesNotContain("hunter2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(news(NEVER, audit).text("guild")).doesNotContain("hunter2");
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void beginsAnewWhereItsFileIsBroken() throws IOException {
        Files.writeString(home.resolve("last-audit.json"), "{\"when\": ");
        assertThat(LastAudit.read(home)).isEqualTo(NEVER);
        Files.writeString(home.resolve("last-audit.json"), "{\"when\": 9223372036854775807, \"findings\": []}");
        assertThat(LastAudit.read(home)).isEqualTo(NEVER);
        Files.writeString(home.resolve("last-audit.json"), "{\"when\": 1, \"findings\": [{\"severity\": \"DIRE\"}]}");
        assertThat(LastAudit.read(home)).isEqualTo(NEVER);
    }
}

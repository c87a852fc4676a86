package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.Reads;

/** Checks of what was asked of running servers, databases and programs, in the classes of this package that end so. */
class AnswersTest {
    private static final Path HERE = Path.of("src/test/java/org/lotusguild/lotus/stack/check");
    private static final Set<Reads> ANSWERS =
            EnumSet.of(Reads.LIVE, Reads.DATABASE, Reads.PROGRAMS, Reads.CERTIFICATES);

    /** Each check that reads more than files has its answers there, good and bad: see also {@link SamplesTest}. */
    @Test
    void asksForEveryCheckThatReadsAnswersWithAFaultAndWithout() throws IOException {
        List<Path> classes;
        try (Stream<Path> all = Files.list(HERE)) {
            classes = all.filter(file -> file.getFileName().toString().endsWith("AnswersTest.java"))
                    .filter(file -> !file.endsWith("AnswersTest.java"))
                    .toList();
        }
        assertThat(classes).hasSizeGreaterThanOrEqualTo(5);
        List<String> claims = classes.stream()
                .flatMap(file -> Stream.of(text(file).split(";\n", -1)))
                .filter(statement -> statement.contains("assertThat("))
                .toList();
        assertThat(Catalogue.all().stream()
                        .filter(check -> !Collections.disjoint(check.reads(), ANSWERS))
                        .map(check -> '"' + check.id().text() + '"'))
                .hasSizeGreaterThan(40)
                .allSatisfy(id -> {
                    assertThat(claims).as(id + " passes").anyMatch(claim -> claim.contains(id) && passes(claim));
                    assertThat(claims).as(id + " fails").anyMatch(claim -> claim.contains(id) && fails(claim));
                });
    }

    private static boolean passes(String claim) {
        return claim.contains(".isEmpty()");
    }

    private static boolean fails(String claim) {
        return !claim.contains(".isEmpty()") && !claim.contains("unknown ");
    }

    /** Missing input is never a pass. */
    @Test
    void passesNothingThatNobodyWasAskedAbout() {
        Answers nothing = SaidAnswers.live(new LiveAnswers(List.of(), List.of(), List.of(), List.of()));
        Facts facts = SampleFacts.of("=== livekit.yaml\nport: 7880\nrtc: {}")
                .with(EnumSet.of(Reads.LIVE, Reads.CERTIFICATES), nothing);
        Report report = Audit.run(facts, Selection.ALL, List.of(), 0);
        List<String> asking = Catalogue.all().stream()
                .filter(check -> ANSWERS.containsAll(check.reads()))
                .map(check -> check.id().text())
                .toList();
        assertThat(asking).hasSizeGreaterThan(15);
        assertThat(report.passed().stream().map(CheckId::text)).doesNotContainAnyElementsOf(asking);
        assertThat(report.skipped())
                .contains(
                        new Report.Skipped(new CheckId("TRN-005"), "certificate not at hand"),
                        new Report.Skipped(new CheckId("TRN-008"), "no turns address known"),
                        new Report.Skipped(new CheckId("LK-008"), "--url livekit and authorization not given"),
                        new Report.Skipped(new CheckId("WK-001"), "no server name known"),
                        new Report.Skipped(new CheckId("PG-007"), "--db not given"));
        Report offline = Audit.run(SampleFacts.of(SaidAnswers.FILES), Selection.ALL, List.of(), 0);
        assertThat(offline.skipped())
                .contains(
                        new Report.Skipped(new CheckId("LK-008"), "--live not given"),
                        new Report.Skipped(new CheckId("SYN-039"), "--live not given"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

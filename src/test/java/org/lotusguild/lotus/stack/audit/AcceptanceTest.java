package org.lotusguild.lotus.stack.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;

/** The audit finds in the legacy installation exactly what is wrong there, file by file and line by line. */
class AcceptanceTest {

    @Test
    void findsExactlyWhatIsWrongInTheLegacyInstallation() throws IOException {
        assertThat(Fixtures.audited().hits().stream()
                        .filter(Hit::failed)
                        .map(hit -> hit.where().file() + "\t" + hit.check().id() + "\t"
                                + hit.where().line())
                        .sorted())
                .containsExactlyElementsOf(wanted());
    }

    private static List<String> wanted() throws IOException {
        return Fixtures.acceptance().stream().sorted().toList();
    }

    @Test
    void weighsWhatIsWrongAsTheCatalogueDoes() {
        Report report = Fixtures.audited();
        assertThat(Arrays.stream(Severity.values()).map(report::failed)).containsExactly(12L, 34L, 15L, 15L, 2L);
        assertThat(report.failedIds()).hasSize(78);
    }

    @Test
    void callsTheLostClientListenerCritical() {
        assertThat(Fixtures.audited().hits())
                .filteredOn(hit -> hit.check().id().text().equals("SYN-032"))
                .singleElement()
                .satisfies(hit -> assertThat(hit.severity()).isEqualTo(Severity.CRITICAL));
    }

    @Test
    void recognisesEveryFileOfTheLegacyInstallation() {
        Inventory.Found found = Inventory.of(List.of(Fixtures.LEGACY));
        Reading.Read read = Reading.read(found.origins(), NameLists.read());
        assertThat(read.documents()).hasSize(29);
        assertThat(read.unrecognised() + found.unrecognised()).isZero();
        assertThat(read.unread()).isEmpty();
    }

    /** Every check that reads only answers, and those that a copy without Authelia, LLDAP, monitors and a registration of Lotus has nothing for. */
    @Test
    void skipsExactlyWhatHasNoInput() {
        Set<Reads> answers = EnumSet.of(Reads.LIVE, Reads.DATABASE, Reads.PROGRAMS, Reads.CERTIFICATES);
        Set<String> wanted = Stream.concat(
                        Catalogue.all().stream()
                                .filter(check -> answers.containsAll(check.reads()))
                                .map(check -> check.id().text()),
                        Stream.of(
                                "SYN-030", "SYN-057", "SYN-061", "SEC-001", "SSO-004", "SSO-005", "SSO-006", "MON-001",
                                "MON-002"))
                .collect(Collectors.toCollection(TreeSet::new));
        Report report = Fixtures.audited();
        // A rule of a newer release does not apply, whatever it reads.
        report.notApplicable().forEach(id -> wanted.remove(id.text()));
        assertThat(report.skipped().stream().map(skipped -> skipped.id().text()))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(report.hits().stream()
                        .filter(hit -> !hit.failed())
                        .map(hit -> hit.check().id().text()))
                .containsExactly("PG-008");
    }

    @Test
    void skipsWhatACopyDoesNotProve() {
        assertThat(Fixtures.audited().skipped())
                .contains(
                        new Report.Skipped(new CheckId("SYN-030"), "copy"),
                        new Report.Skipped(new CheckId("SYN-057"), "copy"),
                        new Report.Skipped(new CheckId("SSO-004"), "no such file"));
    }

    @Test
    void doesNotApplyRulesOfNewerReleases() {
        assertThat(Fixtures.audited().notApplicable().stream().map(id -> id.text()))
                .contains("SYN-041", "SYN-048", "SYN-046", "SYN-049", "SYN-055");
    }
}

package org.lotusguild.lotus.stack.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Severity;
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

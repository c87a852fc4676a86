package org.lotusguild.lotus.stack.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;

class AuditTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

    private static Report with(List<String> only, List<String> skip, String ignores) {
        List<Ignore> entries = IgnoreReader.read(Path.of("audit-ignore.yaml"), "audit-ignore.yaml", ignores, TODAY);
        return Audit.run(Fixtures.facts(Fixtures.told(), Fixtures.LEGACY), new Selection(only, skip), entries, 0);
    }

    @Test
    void runsOnlyWhatIsAskedFor() {
        assertThat(with(List.of("syn-013", "sign-in"), List.of("SSO-001"), "").hits())
                .extracting(hit -> hit.check().id().text())
                .containsOnly("SYN-013", "SSO-003", "SSO-008");
    }

    @Test
    void refusesAWordThatIsNoCheckAndNoComponent() {
        assertThatThrownBy(() -> new Selection(List.of("synaps"), List.of()))
                .hasMessageContaining("synaps is neither a check nor a component");
    }

    @Test
    void countsEveryCheckOnce() {
        Report report = Fixtures.audited();
        assertThat(report.checks()).isEqualTo(Catalogue.all().size());
        long failed =
                List.of(Severity.values()).stream().mapToLong(report::failed).sum();
        assertThat(failed).isEqualTo(report.failedIds().size());
    }

    @Test
    void ignoresWhatTheOwnerLivesWithUntilADay() {
        Report report = with(
                List.of("SYN-028", "AUDIT"),
                List.of(),
                "- {check: SYN-028, where: 'synapse/**', reason: 'kept to show them around', until: 2027-03-01}");
        assertThat(report.failedIds()).isEmpty();
        assertThat(report.ignored()).isEqualTo(1);
        assertThat(report.holds(Severity.INFO)).isFalse();
        assertThat(report.hits()).hasSize(2).allMatch(hit -> hit.ignored().isPresent());
    }

    @Test
    void bringsTheFindingBackWhenTheDayIsOver() {
        Report report = with(
                List.of("SYN-028", "AUDIT"),
                List.of(),
                "- {check: SYN-028, reason: 'kept to show them around', until: 2026-11-21}");
        assertThat(report.failedIds()).extracting(Object::toString).containsExactly("IGN-002", "SYN-028");
    }

    @Test
    void findsEntriesThatAreOfNoUse() {
        Report report = with(
                List.of("SYN-001", "SYN-033", "AUDIT"),
                List.of(),
                "- {check: SYN-999, reason: 'what was this for?', until: 2027-03-01}\n"
                        + "- {check: SYN-033, reason: 'nobody is a guest', until: 2027-03-01}\n"
                        + "- {check: SYN-034, reason: 'does not run today', until: 2027-03-01}\n");
        assertThat(report.hits())
                .filteredOn(hit -> hit.where().file().equals("audit-ignore.yaml"))
                .extracting(hit -> hit.check().id() + "@" + hit.where().line())
                .containsExactlyInAnyOrder("IGN-001@1", "IGN-003@2");
    }

    @Test
    void ignoresOnlyInTheFilesThatTheEntryNames() {
        String entry = "- {check: NET-001, where: '%s', reason: 'behind the firewall', until: 2027-03-01}";
        Report report = with(List.of("NET-001"), List.of(), entry.formatted("livekit/*"));
        assertThat(report.hits().stream().filter(hit -> hit.ignored().isPresent()))
                .extracting(hit -> hit.where().file())
                .containsExactly("livekit/config.yaml");
        assertThat(report.failedIds()).hasSize(1);
        assertThat(report.holds(Severity.HIGH)).isTrue();
        Report all = with(List.of("NET-001"), List.of(), entry.formatted("**"));
        assertThat(all.failedIds()).isEmpty();
        assertThat(all.holds(Severity.INFO)).isFalse();
    }

    /** The last day still counts; one too far ahead is refused. */
    @Test
    void ignoresUpToTheDayItselfAndForAYear() {
        String entry = "- {check: SYN-035, reason: 'kept for the old client', until: %s}";
        assertThat(with(List.of("SYN-035", "AUDIT"), List.of(), entry.formatted("2026-11-22"))
                        .failedIds())
                .isEmpty();
        assertThat(with(List.of("SYN-035", "AUDIT"), List.of(), entry.formatted("2027-11-23"))
                        .failedIds())
                .isEmpty();
        assertThatThrownBy(() -> with(List.of(), List.of(), entry.formatted("2027-11-24")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at most 366 days ahead");
        assertThatThrownBy(() -> with(List.of(), List.of(), entry.formatted("tomorrow")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("audit-ignore.yaml:1");
    }

    @Test
    void silencesNothingCriticalUnlessThatIsSaid() {
        String entry = "- {check: SYN-002, reason: 'we never restart', until: 2027-03-01%s}";
        assertThat(with(List.of("SYN-002"), List.of(), entry.formatted("")).failedIds())
                .hasSize(1);
        assertThat(with(List.of("SYN-002"), List.of(), entry.formatted(", accept-critical: true"))
                        .failedIds())
                .isEmpty();
    }

    @Test
    void refusesAnIgnoreFileWithEveryMistakeAndItsLine() {
        assertThatThrownBy(() -> with(
                        List.of(),
                        List.of(),
                        "- {check: SYN-001, reason: short, until: 2029-01-01}\n- {check: SYN-002, why: x}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("audit-ignore.yaml:1: reason: write 10 signs or more")
                .hasMessageContaining("audit-ignore.yaml:1: until: at most 366 days ahead")
                .hasMessageContaining("audit-ignore.yaml:2: why: unknown key")
                .hasMessageContaining("audit-ignore.yaml:2: the key until is missing");
    }

    @Test
    void keepsTheFingerprintWhenLinesMove() {
        Report before = Fixtures.audited();
        assertThat(before.hits().stream().map(Hit::fingerprint)).doesNotHaveDuplicates();
        Hit hit = before.hits().getFirst();
        Hit moved = new Hit(
                hit.check(),
                Finding.failed(
                        new Where(
                                hit.where().file(),
                                hit.where().line() + 10,
                                hit.where().path()),
                        ((Finding.Failed) hit.finding()).saw(),
                        ""),
                hit.severity(),
                hit.ignored());
        assertThat(moved.fingerprint()).isEqualTo(hit.fingerprint());
    }

    @Test
    void tellsFiveHundredOfAKindAndThatThereAreMore() {
        List<String> lines = IntStream.range(0, 600)
                .mapToObj(i -> "no_such_key_" + i + ": 1")
                .toList();
        Origin origin = new Origin(
                "homeserver.yaml",
                "/x/homeserver.yaml",
                Stream.concat(Stream.of("server_name: example.org", "listeners: []"), lines.stream())
                        .toList(),
                Optional.empty(),
                false);
        KeyLists names = NameLists.read();
        Report report = Audit.run(
                Reading.read(List.of(origin), names)
                        .facts(Fixtures.NOW, Told.nothing(), names, Map.of(), Set.of(), List.of()),
                new Selection(List.of("SYN-001"), List.of()),
                List.of(),
                0);
        assertThat(report.hits()).hasSize(501);
        assertThat(report.hits())
                .filteredOn(hit -> !hit.failed())
                .singleElement()
                .satisfies(hit -> assertThat(hit.where().line()).isEqualTo(503));
    }
}

package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Reads;

/** Every check that looks at files or facts has a sample in which it finds something and one in which it does not. */
class SamplesTest {

    static List<Sample> samples() {
        return Stream.of(
                        SynapseKeysSamples.ALL,
                        SynapseValuesSamples.ALL,
                        SynapseFilesSamples.ALL,
                        SynapseDoorsSamples.ALL,
                        SynapseAccountsSamples.ALL,
                        SynapseCallsSamples.ALL,
                        SynapseUpkeepSamples.ALL,
                        WorkersSamples.ALL,
                        SignInSamples.ALL,
                        CoturnSamples.ALL,
                        CoturnPeersSamples.ALL,
                        CoturnLimitsSamples.ALL,
                        LiveKitSamples.ALL,
                        NginxSamples.ALL,
                        ClientSamples.ALL,
                        Fail2banSamples.ALL,
                        PostgresSamples.ALL,
                        BridgeSamples.ALL,
                        NetworkSamples.ALL,
                        SecretsSamples.ALL,
                        KernelSamples.ALL,
                        MonitoringSamples.ALL)
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void findsWhatThereIsToFindAndNothingElse(Sample sample) {
        CheckId id = new CheckId(sample.id());
        Selection only = new Selection(List.of(sample.id()), List.of());
        Report report = Audit.run(SampleFacts.of(sample.files()), only, List.of(), 0);
        assertThat(report.skipped()).as("the check must run").isEmpty();
        assertThat(report.notApplicable()).as("the check must run").isEmpty();
        assertThat(report.hits().stream()
                        .map(hit -> hit.where().file() + ":" + hit.where().line()))
                .as("findings of " + id + ": " + report.hits())
                .containsExactlyInAnyOrderElementsOf(sample.places());
    }

    @Test
    void hasBothKindsOfSamplesForEveryCheckOfFilesAndFacts() {
        Set<String> failing = ids(false);
        Set<String> passing = ids(true);
        Set<String> wanted = Catalogue.all().stream()
                .filter(check ->
                        check.reads().contains(Reads.FILES) || check.reads().contains(Reads.FACTS))
                // What the run finds about its ignore file is tested with the run.
                .filter(check -> check.component() != Component.AUDIT)
                .map(check -> check.id().text())
                .collect(Collectors.toSet());
        assertThat(failing).isEqualTo(wanted);
        assertThat(passing).isEqualTo(wanted);
    }

    /** Who may come in, who is spoken to, what is secret: a person chooses. */
    private static final Set<String> CHOICES = Set.of(
            "SYN-001", "SYN-003", "SYN-004", "SYN-005", "SYN-010", "SYN-011", "SYN-018", "SYN-030", "SYN-031",
            "SYN-033", "SYN-034", "SSO-001", "SSO-003", "SSO-006", "TRN-003", "TRN-004", "LK-002", "LK-006", "LK-007",
            "PG-004", "SEC-001", "SEC-002");

    private static final Pattern CHOSEN = Pattern.compile(
            "(?i).*(?:federation|enable_registration|secret|password|token|allow_guest|api_key).*", Pattern.DOTALL);

    @Test
    void offersNoChangeWhereAPersonMustChoose() {
        Set<String> changing = new TreeSet<>();
        for (Sample sample : samples()) {
            Facts facts = SampleFacts.of(sample.files());
            Selection only = new Selection(List.of(sample.id()), List.of());
            for (Hit hit : Audit.run(facts, only, List.of(), 0).hits()) {
                if (hit.finding() instanceof Finding.Failed failed
                        && failed.edit().isPresent()) {
                    changing.add(sample.id());
                    assertThat(changed(facts, failed.edit().get()))
                            .as(sample.toString())
                            .noneMatch(line -> CHOSEN.matcher(line).matches());
                }
            }
        }
        assertThat(changing).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(CHOICES);
    }

    /** The lines that would be taken away or changed. */
    private static List<String> changed(Facts facts, Edit edit) {
        return facts.documents().stream()
                .filter(document -> document.file().equals(edit.file()))
                .flatMap(document -> document.origin().lines().stream()
                        .skip(edit.first() - 1L)
                        .limit(Math.max(0, edit.last() - edit.first() + 1L)))
                .toList();
    }

    private static Set<String> ids(boolean passing) {
        return samples().stream()
                .filter(sample -> sample.places().isEmpty() == passing)
                .map(Sample::id)
                .collect(Collectors.toSet());
    }

    @Test
    void givesEachIdToOneCheckOnly() {
        assertThat(Catalogue.all().stream().map(Check::id)).doesNotHaveDuplicates();
    }
}

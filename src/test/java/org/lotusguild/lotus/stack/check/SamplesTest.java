package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
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

package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;

import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.Where;

/** What Synapse itself says to its configuration. */
final class SynapseRunning {
    private static final String PREVIEWS = "beautifulsoup4";

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-050", CRITICAL, "Synapse lacks the package that link previews need")
                    .reads(Reads.PROGRAMS)
                    .needs(Judges.ABSENT, facts -> Judges.ran(facts, Judge.SYNAPSE))
                    .since(Program.SYNAPSE, "1.163")
                    .passes("with url_preview_enabled, Synapse's Python can import beautifulsoup4")
                    .because("Synapse does not start: DependencyException: ['beautifulsoup4'], which replaces lxml")
                    .source("measured with Synapse 1.163.2; extra url-preview")
                    .run(facts -> runs(facts)
                            .filter(run -> run.output().contains(PREVIEWS))
                            .map(run -> failed(
                                    place(facts),
                                    run.lastLine().strip(),
                                    "the package matrix-synapse[url-preview], or url_preview_enabled: false"))),
            Check.of("SYN-058", CRITICAL, "Synapse refuses its configuration")
                    .reads(Reads.PROGRAMS)
                    .needs(Judges.ABSENT, facts -> Judges.ran(facts, Judge.SYNAPSE))
                    .passes("python -m synapse.config on the files ends with 0")
                    .because("the next restart takes the homeserver away")
                    .source("measured with Synapse 1.163.2: it stops at the first wrong value")
                    .run(facts -> runs(facts)
                            .filter(run -> !run.well() && !run.output().contains(PREVIEWS))
                            .map(run -> Judges.refused(facts, run, run.lastLine()))));

    private SynapseRunning() {}

    private static Stream<ProgramRun> runs(Facts facts) {
        return facts.answers().programs().stream().filter(run -> run.judge() == Judge.SYNAPSE);
    }

    private static Where place(Facts facts) {
        return facts.synapse()
                .flatMap(synapse -> synapse.effective("url_preview_enabled"))
                .map(Written::where)
                .orElse(new Where("", 0, "python -m synapse.config"));
    }
}

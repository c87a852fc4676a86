package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** What the programs themselves say about their files. */
final class Judges {
    private static final int LONGEST = 200;

    static final List<Check> CHECKS = List.of(
            Check.of("NGX-001", CRITICAL, "nginx refuses its configuration")
                    .reads(Reads.PROGRAMS)
                    .passes("nginx -t is content, and no server name is taken twice")
                    .because(
                            "the next restart takes everything behind the proxy away; of two servers with one name the second is ignored")
                    .source("nginx -t")
                    .run(facts -> judged(facts, Judge.NGINX, "conflicting server name")),
            Check.of("PG-003", CRITICAL, "PostgreSQL refuses its settings")
                    .reads(Reads.PROGRAMS)
                    .passes("postgres -C shared_buffers reads the files")
                    .because("the next restart takes the database away")
                    .source("postgres(1), -C")
                    .run(facts -> judged(facts, Judge.POSTGRES, "FATAL")),
            Check.of("MON-001", MEDIUM, "Prometheus refuses its configuration or rules")
                    .reads(Reads.PROGRAMS)
                    .passes("promtool check config and check rules succeed")
                    .because("nobody is told when something breaks")
                    .source("promtool check")
                    .run(facts -> judged(facts, Judge.PROMETHEUS, "FAILED")));

    private Judges() {}

    private static Stream<Finding> judged(Facts facts, Judge judge, String bad) {
        Predicate<String> wrong = line -> line.contains(bad);
        return facts.answers().programs().stream()
                .filter(run ->
                        run.judge() == judge && (!run.well() || run.lines().anyMatch(wrong)))
                .map(run ->
                        failed(new Where(run.file(), 0, run.command()), said(run, wrong), "what the program asks for"));
    }

    private static String said(ProgramRun run, Predicate<String> wrong) {
        String line =
                run.lines().filter(wrong).findFirst().orElseGet(run::lastLine).strip();
        String shown = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        return shown.isEmpty() ? "exit code " + run.exit().map(String::valueOf).orElse("none in time") : shown;
    }
}

package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Where;

/** What fail2ban-regex itself says to the filters, each on the recorded logs. */
final class FilterRuns {
    private static final Pattern COUNTS = Pattern.compile("Lines: \\d+ lines, \\d+ ignored, (\\d+) matched");

    private FilterRuns() {}

    /** Filters that count too little or too much. */
    static Stream<Finding> blind(Facts facts) {
        return byFile(facts).entrySet().stream()
                .filter(entry ->
                        entry.getValue().stream().noneMatch(run -> refusal(run).isPresent()))
                .flatMap(entry -> blind(facts, entry.getKey(), entry.getValue()).stream());
    }

    private static Map<String, List<ProgramRun>> byFile(Facts facts) {
        return facts.answers().programs().stream()
                .filter(run -> run.judge() == Judge.FAIL2BAN)
                .collect(Collectors.groupingBy(ProgramRun::file));
    }

    private static Optional<Finding> blind(Facts facts, String file, List<ProgramRun> runs) {
        int failures = matched(runs, Fail2ban.FAILURES);
        int decoys = matched(runs, Fail2ban.DECOYS);
        int proxy = matched(runs, Fail2ban.PROXY_LOG);
        int all = facts.names().log(Fail2ban.FAILURES).size();
        boolean fits = (failures == all && decoys == 0) || proxy == Fail2ban.PROXY_FAILURES;
        return fits
                ? Optional.empty()
                : Optional.of(
                        failed(
                                new Where(file, 0, "fail2ban-regex"),
                                failures + " of " + all + " recorded failures, " + decoys + " decoys; of the proxy's "
                                        + Fail2ban.PROXY_FAILURES + ": " + proxy,
                                "the filters that lotus render writes: lotus-matrix-proxy on the proxy, or lotus-matrix-login"));
    }

    private static int matched(List<ProgramRun> runs, String log) {
        return runs.stream()
                .filter(run -> run.command().contains(" " + log + " "))
                .flatMap(run -> COUNTS.matcher(run.output()).results())
                .mapToInt(counts -> Integer.parseInt(counts.group(1)))
                .findFirst()
                .orElse(0);
    }

    /** Filters that fail2ban does not take. */
    static Stream<Finding> refused(Facts facts) {
        return byFile(facts).values().stream()
                .flatMap(runs -> runs.stream()
                        .flatMap(run -> refusal(run).stream())
                        .distinct()
                        .limit(1)
                        .map(line -> failed(
                                new Where(runs.getFirst().file(), 0, "fail2ban-regex"),
                                line,
                                "an expression with <ADDR> where the address stands, or remove the line")));
    }

    private static Optional<String> refusal(ProgramRun run) {
        return run.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("ERROR:"))
                .findFirst();
    }
}

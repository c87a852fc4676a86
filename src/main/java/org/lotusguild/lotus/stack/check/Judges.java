package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** What the programs themselves say about their files. */
final class Judges {
    static final String ABSENT = "not installed, or none of its files";

    private static final int LONGEST = 200;
    private static final Pattern TIME = Pattern.compile("^\\d{4}-\\S+ \\S+ \\w+ \\[\\d+] ");
    private static final String DENIED = "Permission denied";

    /** {@code in /x/y.conf:12}, {@code /x/y.yml: 6:11:}, {@code /x/y.yml: yaml: line 6}; and {@code in file "/x/y.conf" line 2}. */
    private static final List<Pattern> PLACES = List.of(
            Pattern.compile("(/[^\\s:\"']+):\\s*(?:yaml: (?:unmarshal errors:\\s*)?line )?(\\d{1,7})\\b"),
            Pattern.compile("file \"(/[^\"]+)\",? line (\\d{1,7})"));

    static final List<Check> CHECKS = List.of(
            Check.of("NGX-001", CRITICAL, "nginx refuses its configuration")
                    .reads(Reads.PROGRAMS)
                    .needs(ABSENT, facts -> ran(facts, Judge.NGINX))
                    .passes("nginx -t is content, and no server name is taken twice")
                    .because(
                            "the next restart takes everything behind the proxy away; of two servers with one name the second is ignored")
                    .source("nginx -t")
                    .run(facts ->
                            judged(facts, Judge.NGINX, "conflicting server name", "\\[emerg]|conflicting server name")),
            Check.of("PG-003", CRITICAL, "PostgreSQL refuses its settings")
                    .reads(Reads.PROGRAMS)
                    .needs(ABSENT, facts -> ran(facts, Judge.POSTGRES))
                    .passes("postgres -C shared_buffers reads the files")
                    .because("the next restart takes the database away")
                    .source("postgres(1), -C")
                    .run(facts -> judged(facts, Judge.POSTGRES, "FATAL", "in file \"|invalid value|FATAL")),
            Check.of("MON-001", MEDIUM, "Prometheus refuses its configuration or rules")
                    .reads(Reads.PROGRAMS)
                    .needs(ABSENT, facts -> ran(facts, Judge.PROMETHEUS))
                    .passes("promtool check config and check rules succeed")
                    .because("nobody is told when something breaks")
                    .source("promtool check")
                    .run(facts -> judged(facts, Judge.PROMETHEUS, "FAILED", "FAILED|rror|line \\d+")),
            Check.of("SSO-005", HIGH, "Authelia refuses its configuration")
                    .reads(Reads.PROGRAMS)
                    .needs(ABSENT, facts -> ran(facts, Judge.AUTHELIA))
                    .passes("authelia config validate succeeds")
                    .because("the next restart takes single sign-on away, and with it every new login")
                    .source("authelia config validate")
                    .run(facts -> judged(facts, Judge.AUTHELIA, "parsed with errors", "^$")));

    private Judges() {}

    /** Whether the program gave its word, if it was asked for. */
    static boolean ran(Facts facts, Judge judge) {
        return !facts.asked().contains(Reads.PROGRAMS)
                || facts.answers().programs().stream().anyMatch(run -> run.judge() == judge);
    }

    /**
     * @param bad what the output of a program that is content would not hold
     * @param telling what stands in the line that says most; else it is the last
     */
    private static Stream<Finding> judged(Facts facts, Judge judge, String bad, String telling) {
        Predicate<String> says = Pattern.compile(telling).asPredicate();
        return facts.answers().programs().stream()
                .filter(run ->
                        run.judge() == judge && (!run.well() || run.output().contains(bad)))
                .map(run ->
                        refused(facts, run, run.lines().filter(says).findFirst().orElseGet(run::lastLine)));
    }

    /** @param line that tells why */
    static Finding refused(Facts facts, ProgramRun run, String line) {
        Where where = place(facts, run, line);
        if (run.exit().isEmpty()) {
            return unknown(where, "it did not end in time");
        }
        if (!run.well() && run.output().contains(DENIED)) {
            return unknown(
                    where, "it may not read or write what it needs; run as a user who may, for example with sudo");
        }
        String bare = TIME.matcher(line).replaceFirst("").strip();
        String shown = bare.length() > LONGEST ? bare.substring(0, LONGEST) : bare;
        return failed(
                where,
                shown.isEmpty() ? "exit code " + run.exit().map(String::valueOf).orElse("") : shown,
                "what the program asks for");
    }

    /** The first place that the program names from this line on and that is in one of the files; else the file without a line. */
    private static Where place(Facts facts, ProgramRun run, String line) {
        String from = run.output().substring(Math.max(0, run.output().indexOf(line)));
        return PLACES.stream()
                .flatMap(form -> form.matcher(from).results())
                .flatMap(said -> shown(facts, said.group(1))
                        .map(file -> new Where(file, Integer.parseInt(said.group(2)), run.command()))
                        .stream())
                .findFirst()
                .orElseGet(() -> new Where(run.file(), 0, run.command()));
    }

    /** The name of the file of this whole path, as findings show it. */
    private static Optional<String> shown(Facts facts, String path) {
        Stream<String> own = facts.documents().stream()
                .filter(file -> file.origin().path().equals(path))
                .map(Document::file);
        Stream<String> included =
                facts.nginx().stream().flatMap(tree -> tree.files().filter(file -> path.equals(root(tree) + file)));
        return Stream.concat(own, included).findFirst();
    }

    /** What stands before the shown names in whole paths. */
    private static String root(Document file) {
        String path = file.origin().path();
        return path.endsWith(file.file())
                ? path.substring(0, path.length() - file.file().length())
                : "";
    }
}

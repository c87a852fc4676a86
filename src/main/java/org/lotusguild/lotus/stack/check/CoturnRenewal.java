package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.TextFile;

/** How the certificate of the TURN server is kept fresh. */
final class CoturnRenewal {
    private static final Pattern ABOUT = Pattern.compile("coturn|turnserver");
    private static final Pattern PAIR = Pattern.compile("fullchain|privkey|\\.pem|\\.crt");
    private static final Pattern COPIES = Pattern.compile("\\b(scp|cp|install|rsync|mv|cat)\\b");
    private static final Pattern DATES = Pattern.compile("openssl\\s+x509.*-(enddate|dates|startdate)");
    private static final Pattern ROOT = Pattern.compile("\\b(ssh|scp|rsync)\\b.*\\broot@");
    private static final Pattern RESTART =
            Pattern.compile("(restart\\s+(coturn|turnserver)|(coturn|turnserver)\\s+restart)");
    private static final Pattern COMPARES =
            Pattern.compile("fingerprint|sha256sum|\\bcmp\\b|\\bdiff\\b|sha1sum|md5sum|rsync");
    private static final Pattern SIGNALS = Pattern.compile("USR2|restart|reload");
    private static final Pattern OURS = Pattern.compile("\\blotus\\b.*\\bcerts\\s+sync\\b");

    static final List<Check> CHECKS =
            List.of(Check.of("TRN-006", HIGH, "The certificate of the TURN server is renewed in a way that breaks")
                    .on(Kind.COTURN, Kind.SCRIPT)
                    .passes(
                            "daily or more often, fingerprints are compared, files replaced at once with 0600, coturn told by USR2")
                    .because(
                            "a restart ends every call, equal dates hide a new certificate, and a key for root opens two hosts")
                    .source("coturn reads its certificate again at SIGUSR2; measured with 4.6.1")
                    .run(CoturnRenewal::renewal));

    private CoturnRenewal() {}

    private record Fault(int line, String what) {}

    private static Stream<Finding> renewal(Facts facts) {
        List<TextFile> scripts =
                facts.texts(Kind.SCRIPT).stream().filter(CoturnRenewal::renews).toList();
        Stream<Finding> faulty = scripts.stream().flatMap(script -> judge(facts, script));
        boolean nobody = scripts.isEmpty() && !ours(facts);
        return nobody ? Stream.concat(faulty, forgotten(facts)) : faulty;
    }

    private static boolean renews(TextFile script) {
        String text = String.join("\n", script.lines());
        return ABOUT.matcher(text).find()
                && PAIR.matcher(text).find()
                && COPIES.matcher(text).find();
    }

    private static boolean ours(Facts facts) {
        Predicate<String> calls = text -> OURS.matcher(text).find();
        return CronJobs.all(facts).anyMatch(job -> calls.test(job.command()))
                || facts.texts(Kind.SCRIPT).stream()
                        .anyMatch(script -> script.lines().stream().anyMatch(calls))
                || facts.ini(Kind.UNIT).stream()
                        .flatMap(unit -> unit.all("Service", "ExecStart"))
                        .map(IniFile.Entry::value)
                        .anyMatch(calls);
    }

    /** Only where the places are among the targets in which it would stand. */
    private static Stream<Finding> forgotten(Facts facts) {
        boolean looked =
                !facts.texts(Kind.CRON).isEmpty() || !facts.ini(Kind.UNIT).isEmpty();
        return facts.coturn().stream()
                .filter(file -> looked && file.has("cert"))
                .map((CoturnFile file) -> failed(
                                file.missing("cert"),
                                "no cron table, unit or script that was read renews the certificate",
                                "lotus certs sync, by its timer")
                        .as(MEDIUM));
    }

    private static Stream<Finding> judge(Facts facts, TextFile script) {
        List<Fault> faults = new ArrayList<>();
        List<Command> commands = Command.in(script);
        fault(commands, DATES, "compares dates, not fingerprints", faults);
        fault(commands, ROOT, "logs in as root over the network", faults);
        fault(commands, RESTART, "restarts coturn, which ends every call", faults);
        boolean compares = commands.stream().anyMatch(command -> command.has(COMPARES) || command.has(DATES));
        if (!compares) {
            fault(commands, COPIES, "copies without comparing", faults);
        }
        if (commands.stream().noneMatch(command -> command.has(SIGNALS))) {
            fault(commands, COPIES, "does not tell coturn", faults);
        }
        faults.sort(Comparator.comparingInt(Fault::line));
        return faults.isEmpty() ? rarely(facts, script) : Stream.of(finding(script, faults));
    }

    private static void fault(List<Command> commands, Pattern pattern, String what, List<Fault> faults) {
        commands.stream()
                .map(command -> command.lineOf(pattern))
                .flatMapToInt(OptionalInt::stream)
                .findFirst()
                .ifPresent(line -> faults.add(new Fault(line, what)));
    }

    private static Finding finding(TextFile script, List<Fault> faults) {
        String all = faults.stream().map(Fault::what).distinct().collect(Collectors.joining(", "));
        return failed(
                script.at(faults.getFirst().line(), "certificate of coturn"),
                all,
                "lotus certs sync, by its timer; or compare fingerprints, replace the files at once and send SIGUSR2");
    }

    private static Stream<Finding> rarely(Facts facts, TextFile script) {
        List<CronJobs.Job> jobs =
                CronJobs.all(facts).filter(job -> job.calls(script)).toList();
        return jobs.isEmpty() || jobs.stream().anyMatch(CronJobs.Job::daily)
                ? Stream.of()
                : jobs.stream()
                        .limit(1)
                        .map(job ->
                                failed(job.file().at(job.line(), "schedule"), job.when(), "every day, or every hour"));
    }
}

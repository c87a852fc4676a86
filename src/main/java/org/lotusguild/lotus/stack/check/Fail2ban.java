package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.address.Address;
import org.lotusguild.lotus.stack.address.AddressSet;
import org.lotusguild.lotus.stack.address.Cidr;
import org.lotusguild.lotus.stack.check.Jails.Jail;
import org.lotusguild.lotus.stack.check.Jails.Value;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;

/** Whether fail2ban finds who guesses passwords, and bans them where they come in. */
final class Fail2ban {
    static final String FAILURES = "synapse-login-failures";
    private static final String OLD_FAILURES = "synapse-login-failures-before-1.150";
    static final String DECOYS = "synapse-login-decoys";
    static final String PROXY_LOG = "nginx-access";

    /** The first lines of the proxy's log are failed logins, the rest are not. */
    static final int PROXY_FAILURES = 8;

    private static final String NEW_LINES = "1.150";
    private static final long LONGEST_FIRST_BAN = 3600;
    private static final int FEWEST_TRIES = 5;
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z]*)");

    /** What Synapse writes about a failed login is a WARNING or an INFO, 4 and 6 to the journal. */
    private static final Pattern TOO_FEW = Pattern.compile("PRIORITY=[0-3]\\b");

    static final List<Check> CHECKS = List.of(
            Check.of("F2B-001", HIGH, "The filter does not see failed logins")
                    .on(Kind.FILTER)
                    .passes(
                            "it counts every line of the recorded failures for the right address, and none of the decoys")
                    .because("nobody is ever banned, and the log of fail2ban looks well")
                    .source("29 and 21 lines of Synapse 1.163.2 and 13 of nginx 1.22.1, recorded in real runs")
                    .reads(Reads.PROGRAMS)
                    .run(facts -> first(filters(facts), FilterRuns.blind(facts))),
            Check.of("F2B-002", HIGH, "The jail bans where the attacker does not come in, or bans ourselves")
                    .on(Kind.JAIL)
                    .reads(Reads.FACTS)
                    .passes("it runs on the host that ends the clients' TCP, and ignoreip holds the guild's own hosts")
                    .because(
                            "behind a proxy Synapse's host never sees a packet of the attacker; a ban there is of nobody, or of the proxy")
                    .source("jail.conf(5), ignoreip")
                    .run(Fail2ban::places),
            Check.of("F2B-003", CRITICAL, "fail2ban cannot use an expression of the filter")
                    .on(Kind.FILTER)
                    .passes("every failregex compiles and names the address with <HOST> or <ADDR>")
                    .because("the filter is dropped: \"No failure-id group\"; fail2ban-client -t does not notice")
                    .source("measured with fail2ban 1.0.2")
                    .reads(Reads.PROGRAMS)
                    .run(facts -> first(expressions(facts), FilterRuns.refused(facts))),
            Check.of("F2B-004", HIGH, "The jail reads another source than it is told")
                    .on(Kind.JAIL)
                    .passes(
                            "backend systemd with a journalmatch that holds the messages and no logpath; else a logpath")
                    .because(
                            "with systemd the file is never read, and PRIORITY=3 leaves out what Synapse says about logins")
                    .source("jail.conf(5), backend; measured with Synapse 1.163.2: WARNING and INFO")
                    .run(Fail2ban::sources),
            Check.of("F2B-005", MEDIUM, "The first ban is too hard for people who mistype")
                    .on(Kind.JAIL)
                    .passes("bantime up to an hour, or growing with bantime.increment, after 5 tries or more")
                    .because("a family or a dormitory behind one address is locked out for the typos of one")
                    .source("jail.conf(5), bantime.increment")
                    .run(Fail2ban::bans));

    private Fail2ban() {}

    /** What our own reading finds has the line; what the program says is for files in which that finds nothing. */
    private static Stream<Finding> first(Stream<? extends Finding> ours, Stream<Finding> theirs) {
        List<Finding> found = new ArrayList<>(ours.toList());
        Set<String> files =
                found.stream().map(finding -> finding.where().file()).collect(Collectors.toSet());
        theirs.filter(finding -> !files.contains(finding.where().file())).forEach(found::add);
        return found.stream();
    }

    private static Stream<Finding> filters(Facts facts) {
        return LoginFilter.all(facts).stream().flatMap(filter -> blind(facts, filter).stream());
    }

    private static Optional<Finding> blind(Facts facts, LoginFilter filter) {
        List<String> failures = new ArrayList<>(facts.names().log(FAILURES));
        boolean old = facts.version(Program.SYNAPSE)
                .filter(known -> !known.atLeast(NEW_LINES))
                .isPresent();
        if (old) {
            failures.addAll(facts.names().log(OLD_FAILURES));
        }
        List<String> decoys = facts.names().log(DECOYS);
        List<String> proxy = facts.names().log(PROXY_LOG);
        List<String> attacks = proxy.subList(0, PROXY_FAILURES);
        List<String> innocent = proxy.subList(PROXY_FAILURES, proxy.size());
        if (fits(filter, failures, decoys) || fits(filter, attacks, innocent)) {
            return Optional.empty();
        }
        boolean ofProxy = filter.hits(attacks) > filter.hits(failures);
        return Optional.of(failed(
                filter.place(),
                ofProxy
                        ? count(filter, attacks, innocent)
                        : count(filter, facts.names().log(FAILURES), decoys),
                "the filters that lotus render writes: lotus-matrix-proxy on the proxy, or lotus-matrix-login"));
    }

    private static boolean fits(LoginFilter filter, List<String> failures, List<String> decoys) {
        return filter.hits(failures) == failures.size() && filter.takes(decoys) == 0;
    }

    private static String count(LoginFilter filter, List<String> failures, List<String> decoys) {
        return "%d of %d recorded failures, %d of %d decoys"
                .formatted(filter.hits(failures), failures.size(), filter.takes(decoys), decoys.size());
    }

    private static Stream<Finding> expressions(Facts facts) {
        return LoginFilter.all(facts).stream()
                .flatMap(filter -> filter.expressions().stream()
                        .filter(expression -> expression.regex().pattern().isEmpty()
                                || !expression.regex().id())
                        .map(expression -> failed(
                                expression.where(),
                                expression.regex().pattern().isEmpty()
                                        ? "does not compile"
                                        : "no <HOST> or <ADDR> in it",
                                "an expression with <ADDR> where the address stands, or remove the line")));
    }

    private static Stream<Finding> places(Facts facts) {
        return Jails.ofMatrix(facts).stream().flatMap(jail -> {
            List<String> faults = new ArrayList<>();
            misplaced(facts, jail).ifPresent(faults::add);
            List<String> open = unignored(facts, jail);
            if (!open.isEmpty()) {
                faults.add("ignoreip lacks " + String.join(", ", open));
            }
            Where where = faults.size() == 1 && !open.isEmpty()
                    ? jail.value("ignoreip").map(Value::where).orElseGet(jail::where)
                    : jail.where();
            return faults.isEmpty()
                    ? Stream.<Finding>of()
                    : Stream.<Finding>of(failed(
                            where,
                            String.join("; ", faults),
                            "the jail on the proxy host, with ignoreip for loopback, the LAN and the proxy"));
        });
    }

    private static Optional<String> misplaced(Facts facts, Jail jail) {
        boolean proxied = facts.told().with(Told.Role.PROXY).isPresent();
        return facts.hostOf(jail.file())
                .filter(host -> proxied && !host.roles().contains(Told.Role.PROXY))
                .map(host -> "on host " + host.name() + ", but clients' connections end on the proxy");
    }

    /** Addresses of the guild's hosts that the jail might ban. */
    private static List<String> unignored(Facts facts, Jail jail) {
        AddressSet ignored = AddressSet.of(
                Stream.of(jail.value("ignoreip").map(Value::text).orElse("").split("[\\s,]+"))
                        .flatMap(text -> Cidr.read(text).stream())
                        .toList());
        return facts.told().hosts().stream()
                .flatMap(host -> host.address().stream())
                .filter(text -> Address.read(text)
                        .filter(address -> !ignored.contains(address))
                        .isPresent())
                .sorted()
                .toList();
    }

    private static Stream<Finding> sources(Facts facts) {
        return Jails.ofMatrix(facts).stream().flatMap(jail -> {
            String backend = jail.value("backend").map(Value::text).orElse("auto");
            return backend.startsWith("systemd") ? journal(jail).stream() : file(facts, jail).stream();
        });
    }

    private static Optional<Finding> journal(Jail jail) {
        List<String> faults = new ArrayList<>();
        List<Where> places = new ArrayList<>();
        jail.value("logpath").ifPresent(path -> {
            faults.add("logpath beside backend systemd");
            places.add(path.where());
        });
        Optional<Value> match = jail.value("journalmatch");
        match.filter(value -> TOO_FEW.matcher(value.text()).find()).ifPresent(value -> {
            faults.add("journalmatch with PRIORITY=3, which Synapse's messages about logins do not have");
            places.add(value.where());
        });
        if (match.isEmpty()) {
            faults.add("no journalmatch");
        }
        Where where = places.stream().min(Comparator.comparingInt(Where::line)).orElseGet(jail::where);
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(failed(where, String.join(", ", faults), "backend = auto and the logpath alone"));
    }

    private static Optional<Finding> file(Facts facts, Jail jail) {
        Optional<Value> path = jail.value("logpath");
        if (path.isEmpty()) {
            return Optional.of(failed(jail.where(), "no logpath", "logpath of nginx' access.log or of Synapse's log"));
        }
        boolean gone = Stream.of(path.get().text().split("\\s+"))
                .map(facts.paths()::get)
                .anyMatch(named -> named != null && named.known() && !named.exists());
        return gone
                ? Optional.of(
                        failed(path.get().where(), path.get().text() + " does not exist", "the log that is written"))
                : Optional.empty();
    }

    private static Stream<Finding> bans(Facts facts) {
        return Jails.ofMatrix(facts).stream().flatMap(jail -> {
            boolean grows = jail.value("bantime.increment")
                    .map(value -> value.text().equalsIgnoreCase("true"))
                    .orElse(false);
            Optional<Value> ban = jail.value("bantime").filter(value -> !grows && tooLong(value.text()));
            Optional<Value> tries =
                    jail.value("maxretry").filter(value -> seconds(value.text()).orElse(FEWEST_TRIES) < FEWEST_TRIES);
            List<Value> wrong = Stream.of(ban, tries).flatMap(Optional::stream).toList();
            return wrong.isEmpty() ? Stream.<Finding>of() : Stream.<Finding>of(hard(wrong));
        });
    }

    private static Finding hard(List<Value> wrong) {
        Value first = wrong.stream()
                .min(Comparator.comparingInt(value -> value.entry().line()))
                .orElseThrow();
        String saw = wrong.stream()
                .map(value -> value.entry().key() + " = " + value.text())
                .collect(Collectors.joining(", "));
        Finding.Failed finding = failed(first.where(), saw, "bantime = 10m, bantime.increment = true, maxretry = 10");
        return wrong.size() == 1 && first.entry().key().equals("bantime")
                ? Edits.with(
                        finding,
                        Edits.swap(
                                first.file(),
                                first.entry().line(),
                                "bantime",
                                first.entry().value(),
                                "10m"))
                : finding;
    }

    private static boolean tooLong(String text) {
        return text.startsWith("-") || seconds(text).orElse(0) > LONGEST_FIRST_BAN;
    }

    /** {@code 600}, {@code 10m}, {@code 1h 30m}. */
    private static OptionalLong seconds(String text) {
        Matcher parts = TIME.matcher(text);
        double sum = 0;
        boolean any = false;
        while (parts.find()) {
            sum += Double.parseDouble(parts.group(1)) * unit(parts.group(2));
            any = true;
        }
        return any ? OptionalLong.of(Math.round(sum)) : OptionalLong.empty();
    }

    private static long unit(String word) {
        return word.isEmpty() || word.startsWith("s")
                ? 1
                : word.startsWith("mo")
                        ? 2_592_000
                        : word.startsWith("m")
                                ? 60
                                : word.startsWith("h")
                                        ? 3600
                                        : word.startsWith("d")
                                                ? 86_400
                                                : word.startsWith("w")
                                                        ? 604_800
                                                        : word.startsWith("y") ? 31_536_000 : 1;
    }
}

package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.webhooks.notice.Collapse;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import org.lotusguild.lotus.webhooks.redact.Mask;
import tools.jackson.databind.JsonNode;

/** Proxmox VE and Backup Server, by webhook, by Gotify, or as text in a chat message. */
final class Proxmox {
    private static final String SERVICE = Service.PROXMOX.key();
    private static final int LINES = 6;
    private static final Pattern TARGET = Pattern.compile("with target '([^']{1,200})'");
    private static final Pattern NODE = Pattern.compile("node '([^']{1,200})'");
    private static final Pattern AFFECTED = Pattern.compile("(?m)^ *- (\\w{1,20}:\\w{1,80}) \\[([^\\]]{1,200})]");
    private static final Pattern LINK = Pattern.compile("(?m)^<(https?://[^>\\s]{1,2000})>$");
    private static final Pattern DETECTED = Pattern.compile(" detected on host: .*");
    private static final Pattern TROUBLE = Pattern.compile("SMART|error|fail|degraded", Pattern.CASE_INSENSITIVE);

    private final ProxmoxReport report;

    private Proxmox(ProxmoxReport report) {
        this.report = report;
    }

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        ProxmoxReport report = ProxmoxReport.of(facts);
        if (report.type().equals("test") || (report.type().isEmpty() && ProxmoxTitle.test(facts))) {
            return Rendered.of(Trial.of(Service.PROXMOX, Words.line(report.text())));
        }
        return Rendered.of(new Proxmox(report).notice(context));
    }

    private Notice notice(Context context) {
        return switch (report.type()) {
            case "vzdump" -> ProxmoxBackup.of(report);
            case "package-updates" -> updates();
            case "replication" -> replication();
            case "fencing" -> fencing();
            case "system-mail" -> mail();
            case "gc" -> job("garbage collection");
            case "verify" -> job("verification");
            case "prune" -> job("pruning");
            case "sync" -> job("sync");
            case "tape-backup" -> job("tape backup");
            case "tape-load" -> job("tape load");
            case "acme" -> job("certificate renewal");
            default -> other(context);
        };
    }

    private Notice titled(Level level, String emoji, String subject, String happened) {
        return Notice.of(SERVICE, SERVICE + "." + report.type(), level, emoji, subject, happened);
    }

    private Notice updates() {
        List<String> packages = report.lines().stream()
                .dropWhile(line -> !line.startsWith("Package Name"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.split("\\s+"))
                .filter(columns -> columns.length > 1)
                .map(columns -> Words.line(columns[0] + " " + columns[columns.length - 1]))
                .toList();
        String found = packages.isEmpty() ? "updates available" : Words.count(packages.size(), "update") + " available";
        return titled(Level.INFO, "📦", report.subject("Packages"), found)
                .lines(Words.lines(Words.joined(Words.five(packages))))
                .correlation(Correlation.of(report.host() + ":" + report.type(), Transition.UPDATE)
                        .quietly());
    }

    private Notice replication() {
        String target = Words.known(ProxmoxReport.found(TARGET, report.text()));
        String what = Words.known(report.job()) + Words.after(" to ", target);
        String count = report.behind("Failure count:");
        String failed = count.isEmpty() || count.equals("1") ? "failed" : "failed " + count + " times";
        Notice notice = report.host().isEmpty()
                ? titled(Level.ERROR, "❌", ("Replication " + what).strip(), failed)
                : titled(Level.ERROR, "❌", report.host(), ("replication " + what).strip() + " " + failed);
        return notice.lines(Words.lines(error()))
                .fields(fields(
                        "Last success", report.behind("Last successful sync:"),
                        "Next try", report.behind("Next sync try:")))
                .correlation(Correlation.of(
                        "replication:" + (report.job().isEmpty() ? report.host() : report.job()),
                        count.isEmpty() || count.equals("1") ? Transition.OPEN : Transition.UPDATE));
    }

    private String error() {
        return Words.line(String.join(
                " ",
                report.lines().stream()
                        .dropWhile(line -> !line.equals("Error:"))
                        .skip(1)
                        .toList()));
    }

    private Notice fencing() {
        String inTitle = Words.known(ProxmoxReport.found(NODE, report.title()));
        String node = inTitle.isEmpty() ? report.subject("Node") : inTitle;
        boolean done = !report.title().toLowerCase(Locale.ROOT).startsWith("try");
        List<String> affected = AFFECTED.matcher(report.text())
                .results()
                .filter(resource -> resource.group(2).equals(node))
                .map(resource -> resource.group(1))
                .distinct()
                .toList();
        return titled(Level.ERROR, "🚧", node, done ? "fenced" : "being fenced")
                .fields(fields("Affected", String.join(", ", Words.five(affected)), "", ""))
                .correlation(Correlation.of("fencing:" + node, done ? Transition.UPDATE : Transition.OPEN));
    }

    private Notice mail() {
        String subject = DETECTED.matcher(report.title()).replaceAll("");
        boolean bad = TROUBLE.matcher(subject).find();
        List<String> said =
                report.lines().stream().filter(line -> !line.isEmpty()).toList();
        String first = said.stream()
                .dropWhile(line -> !line.contains("logged by"))
                .skip(1)
                .findFirst()
                .or(() -> said.stream().findFirst())
                .orElse("");
        Notice notice = titled(bad ? Level.ERROR : Level.NEUTRAL, "📨", report.subject("System mail"), subject)
                .lines(Words.lines(Words.line(first)));
        return said.size() < 2
                ? notice
                : notice.collapse(
                        List.of(new Collapse("Mail", Mask.text(report.text().strip()))));
    }

    /** A job of Backup Server. */
    private Notice job(String word) {
        boolean failed = report.failed();
        String store = store();
        String what = word + Words.after(" of ", store);
        String end = failed ? "failed" : "finished";
        Level level = failed ? Level.ERROR : Level.OK;
        String emoji = failed ? "❌" : "✅";
        Notice notice = report.host().isEmpty()
                ? titled(level, emoji, Words.capital(what), end)
                : titled(level, emoji, report.host(), what + " " + end);
        return notice.lines(failed ? trouble() : List.of())
                .links(links())
                .correlation(Correlation.of(
                        report.type() + ":"
                                + Words.lines(report.job(), store, report.host()).stream()
                                        .findFirst()
                                        .orElse(""),
                        failed ? Transition.OPEN : Transition.CLOSE));
    }

    private String store() {
        String told = report.fields().text("datastore");
        String line = report.behind("Datastore:");
        return Words.lines(told, line, report.type().equals("acme") ? "" : report.quoted()).stream()
                .findFirst()
                .orElse("");
    }

    private List<String> trouble() {
        return report.lines().stream()
                .filter(line -> {
                    String lower = line.toLowerCase(Locale.ROOT);
                    return lower.contains("failed:") || lower.contains("error");
                })
                .map(Words::line)
                .findFirst()
                .stream()
                .toList();
    }

    private List<Link> links() {
        return Links.to(ProxmoxReport.found(LINK, report.text())).map(to -> new Link("PBS", to)).stream()
                .toList();
    }

    /** An event that we do not know: its title and how it begins. */
    private Notice other(Context context) {
        String type = Words.dashed(report.type());
        Level level = switch (report.severity()) {
            case "error" -> Level.ERROR;
            case "warning" -> Level.WARNING;
            case "info", "notice" -> Level.INFO;
            default -> Level.NEUTRAL;
        };
        List<String> said = Stream.of(report.text().split("\\R"))
                .map(Words::line)
                .filter(line -> !line.isEmpty())
                .toList();
        return Notice.of(
                        SERVICE,
                        SERVICE + "." + (type.isEmpty() ? "message" : type),
                        level,
                        "📮",
                        report.subject(Words.line(context.hook())),
                        report.title().isEmpty() ? "message received" : report.title())
                .lines(said.size() <= LINES ? said : Words.some(said, LINES - 1));
    }

    private static List<Field> fields(String label, String value, String other, String otherValue) {
        List<Field> fields = new ArrayList<>();
        if (!value.isEmpty()) {
            fields.add(new Field(label, value));
        }
        if (!otherValue.isEmpty()) {
            fields.add(new Field(other, otherValue));
        }
        return fields;
    }
}

package org.lotusguild.lotus.webhooks.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.webhooks.notice.Collapse;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;
import org.lotusguild.lotus.webhooks.redact.Mask;

/** The report of vzdump: which guests were saved, how much, how long, and why others were not. */
record ProxmoxBackup(ProxmoxReport report, List<Guest> guests) {
    private static final Pattern GUEST =
            Pattern.compile("^ *(\\d{1,9}) +(\\S.*?)?? +(ok|err|todo)\\b", Pattern.MULTILINE);
    private static final Pattern REASON =
            Pattern.compile("ERROR: Backup of VM (\\d{1,9}) failed(?: - (.*))?", Pattern.MULTILINE);
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) *([KMGTP]?)i?B", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile("(\\d{1,6}) *([dhms])\\b");
    private static final String HEADING = "(?m)^%s *\\n=+ *$";
    private static final int LINES = 6;
    private static final int STEP = 1024;

    record Guest(String id, String name, boolean saved) {}

    static Notice of(ProxmoxReport report) {
        String table = part(report.text(), "Details");
        List<Guest> guests = GUEST.matcher(table)
                .results()
                .map(row -> new Guest(
                        row.group(1), Words.line(string(row, 2)), row.group(3).equals("ok")))
                .toList();
        return new ProxmoxBackup(report, guests).notice();
    }

    private static String string(MatchResult match, int group) {
        String found = match.group(group);
        return found == null ? "" : found;
    }

    private Notice notice() {
        boolean failed = report.failed() || guests.stream().anyMatch(guest -> !guest.saved());
        return (failed ? failed() : finished())
                .collapse(Stream.of(collapse("Details", "Details"), collapse("Log", "Logs"))
                        .filter(part -> !part.text().isEmpty())
                        .toList());
    }

    private Notice finished() {
        String volume = Stream.of(Words.count(guests.size(), "guest"), size())
                .filter(part -> !part.isEmpty() && !part.startsWith("0 "))
                .collect(Collectors.joining(", "));
        String facts = volume + Words.after(volume.isEmpty() ? "" : " in ", time());
        return titled(Level.OK, "✅", "finished", facts).correlation(Correlation.of(report.key(), Transition.CLOSE));
    }

    private Notice failed() {
        List<Guest> lost = guests.stream().filter(guest -> !guest.saved()).toList();
        String facts = lost.isEmpty() ? "" : lost.size() + " of " + Words.count(guests.size(), "guest");
        Map<String, String> reasons = REASON.matcher(report.text())
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> Words.line(string(match, 2)), (a, _) -> a));
        List<String> lines = new ArrayList<>(lost.stream()
                .map(guest ->
                        (guest.id() + " " + guest.name()).strip() + ": " + reason(reasons.getOrDefault(guest.id(), "")))
                .toList());
        lines.addAll(before());
        return titled(Level.ERROR, "❌", "failed", facts)
                .lines(lines.size() <= LINES ? lines : Words.some(lines, LINES - 1))
                .correlation(Correlation.of(report.key(), Transition.OPEN));
    }

    private static String reason(String told) {
        return told.isEmpty() ? "failed" : told;
    }

    private Notice titled(Level level, String emoji, String end, String facts) {
        String subject = report.subject(facts.isEmpty() ? "Backup" : "Backup " + end);
        String happened =
                report.host().isEmpty() ? facts.isEmpty() ? end : facts : "backup " + end + Words.after(": ", facts);
        return Notice.of("proxmox", "proxmox.vzdump", level, emoji, subject, happened);
    }

    /** What the report says before its table. */
    private List<String> before() {
        return report.text()
                .split(HEADING.formatted("Details"), 2)[0]
                .lines()
                .map(Words::line)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private String size() {
        Matcher size = SIZE.matcher(report.behind("Total size:"));
        if (!size.find()) {
            return "";
        }
        double bytes = Double.parseDouble(size.group(1));
        String unit = size.group(2).toUpperCase(java.util.Locale.ROOT);
        for (int i = "KMGTP".indexOf(unit); !unit.isEmpty() && i >= 0; i--) {
            bytes *= STEP;
        }
        return Measures.size((long) bytes);
    }

    private String time() {
        Duration time = TIME.matcher(report.behind("Total running time:"))
                .results()
                .map(part -> span(Long.parseLong(part.group(1)), part.group(2)))
                .reduce(Duration.ZERO, Duration::plus);
        return Measures.duration(time);
    }

    private static Duration span(long count, String unit) {
        return switch (unit) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }

    private Collapse collapse(String summary, String heading) {
        return new Collapse(summary, Mask.text(part(report.text(), heading).strip()));
    }

    /** What stands under a heading, up to the next one. */
    private static String part(String text, String heading) {
        String[] around = text.split(HEADING.formatted(heading), 2);
        return around.length < 2 ? "" : around[1].split(HEADING.formatted("Logs"), 2)[0];
    }
}

package org.lotusguild.lotus.stack.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Where;

/** For people: worst first, one finding a paragraph, no line wider than the terminal. */
public final class TableReport {
    private static final String INDENT = " ".repeat(10);
    private static final String HANG = " ".repeat(19);
    private static final int NARROWEST = 60;
    private static final Map<Severity, String> COLOURS = Map.of(
            Severity.CRITICAL, "1;31",
            Severity.HIGH, "31",
            Severity.MEDIUM, "33",
            Severity.LOW, "36",
            Severity.INFO, "2");

    private final int width;
    private final boolean colours;
    private final Scrubber scrubber;
    private final StringBuilder out = new StringBuilder();

    /** @param width of the terminal */
    public TableReport(int width, boolean colours, Scrubber scrubber) {
        this.width = Math.max(width, NARROWEST);
        this.colours = colours;
        this.scrubber = scrubber;
    }

    /** The whole, with a line end behind each line. */
    public String text(Report report, Duration took) {
        for (Hit hit : report.hits()) {
            if (hit.ignored().isEmpty()) {
                paragraph(hit);
            }
        }
        out.append(summary(report, took)).append('\n');
        return out.toString();
    }

    private void paragraph(Hit hit) {
        String place = place(hit.where());
        String severity = hit.failed() ? hit.severity().name() : "UNKNOWN";
        String begin = String.format(
                Locale.ROOT, "%-8s  %-7s  %s", severity, hit.check().id(), place);
        String title = hit.check().title();
        boolean oneLine = begin.length() + 3 + title.length() <= width;
        out.append(painted(hit, scrubber.clean(begin)));
        if (oneLine) {
            out.append("   ").append(title).append('\n');
        } else {
            out.append('\n');
            wrapped(INDENT, INDENT, title);
        }
        switch (hit.finding()) {
            case Finding.Failed failed -> {
                part("saw", failed.saw());
                part("so", failed.so().isEmpty() ? hit.check().because() : failed.so());
                part("fix", failed.want() + (failed.edit().isPresent() ? "  (--fix can write this)" : ""));
                part("source", hit.check().source());
            }
            case Finding.Unknown unknown -> part("because", unknown.because());
        }
        out.append('\n');
    }

    private static String place(Where where) {
        String line = where.line() > 0 ? ":" + where.line() : "";
        return where.file() + line;
    }

    private void part(String name, String text) {
        wrapped(INDENT + String.format(Locale.ROOT, "%-9s", name), HANG, text);
    }

    /** Words on lines of the terminal's width. What was read from files may hold signs that steer a terminal. */
    private void wrapped(String first, String next, String text) {
        String harmless = scrubber.clean(text).replaceAll("\\p{Cntrl}", " ");
        String line = first;
        boolean empty = true;
        for (String word : harmless.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                out.append(line.stripTrailing()).append('\n');
                line = next;
                empty = true;
            }
            line = empty ? line + word : line + " " + word;
            empty = false;
        }
        out.append(line.stripTrailing()).append('\n');
    }

    private String painted(Hit hit, String text) {
        String harmless = text.replaceAll("\\p{Cntrl}", " ");
        String colour = COLOURS.getOrDefault(hit.severity(), "0");
        return colours ? "\u001b[" + colour + "m" + harmless + "\u001b[0m" : harmless;
    }

    private static String summary(Report report, Duration took) {
        List<String> parts = new ArrayList<>();
        String bad = Arrays.stream(Severity.values())
                .filter(severity -> report.failed(severity) > 0)
                .map(severity -> report.failed(severity) + " " + severity.word())
                .collect(Collectors.joining(", "));
        parts.add(report.failedIds().size() + " failed" + (bad.isEmpty() ? "" : " (" + bad + ")"));
        int passed = report.passed().size() + report.notApplicable().size();
        parts.add(passed + " passed"
                + (report.notApplicable().isEmpty()
                        ? ""
                        : " (" + report.notApplicable().size() + " not applicable)"));
        parts.add(report.skipped().size() + " skipped" + reasons(report));
        parts.add(report.unknown() + " unknown");
        if (report.ignored() > 0) {
            parts.add(report.ignored() + " ignored");
        }
        return report.files() + " files read, " + report.unrecognised() + " not recognised. " + report.checks()
                + " checks: " + String.join(", ", parts) + ". "
                + String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private static String reasons(Report report) {
        TreeSet<String> reasons = report.skipped().stream()
                .map(skipped -> skipped.because().replace(" not given", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
    }
}

package org.lotusguild.lotus.stack.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.audit.LastAudit.Known;
import org.lotusguild.lotus.stack.check.Severity;

/**
 * What an audit found that the one before did not, and what is gone since.
 *
 * @param unseen what nobody could look at for so long that it counts no more
 */
public record News(List<Known> appeared, List<Known> gone, List<Known> unseen) {
    /** More would flood the room; the audit itself tells them all. */
    private static final int MOST = 8;

    public News {
        appeared = List.copyOf(appeared);
        gone = List.copyOf(gone);
        unseen = List.copyOf(unseen);
    }

    public boolean none() {
        return appeared.isEmpty() && gone.isEmpty() && unseen.isEmpty();
    }

    /**
     * One message, with checks, places and titles.
     *
     * @param host where it was found: the same paths are on many
     */
    public String text(String host) {
        List<String> lines = new ArrayList<>();
        if (!appeared.isEmpty()) {
            lines.add("The audit of the servers has " + appeared.size()
                    + (appeared.size() == 1 ? " new finding: " : " new findings: ") + counts() + ".");
            appeared.stream().limit(MOST).map(News::line).forEach(lines::add);
            more(appeared, lines);
        }
        places("Gone since the last audit:", gone, lines);
        places("Could not be looked at for a week, and counts no more:", unseen, lines);
        if (!appeared.isEmpty()) {
            lines.add("On the server: lotus audit, and lotus audit --explain "
                    + appeared.getFirst().check());
        }
        return host + ": " + String.join("\n", lines);
    }

    private static void places(String title, List<Known> all, List<String> lines) {
        if (!all.isEmpty()) {
            lines.add(title);
            all.stream()
                    .limit(MOST)
                    .map(known -> known.check() + " " + place(known))
                    .forEach(lines::add);
            more(all, lines);
        }
    }

    private String counts() {
        return Stream.of(Severity.values())
                .filter(severity -> count(severity) > 0)
                .map(severity -> count(severity) + " " + severity.word())
                .collect(Collectors.joining(", "));
    }

    private long count(Severity severity) {
        return appeared.stream().filter(known -> known.severity() == severity).count();
    }

    private static String line(Known known) {
        return known.severity().word().toUpperCase(Locale.ROOT) + " " + known.check() + " " + place(known) + ": "
                + known.title();
    }

    private static String place(Known known) {
        return known.line() == 0 ? known.file() : known.file() + ":" + known.line();
    }

    private static void more(List<Known> all, List<String> lines) {
        if (all.size() > MOST) {
            lines.add("and " + (all.size() - MOST) + " more");
        }
    }
}

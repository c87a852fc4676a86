package org.lotusguild.lotus.stack.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the doctor found, in the order in which it was looked at. */
public record Page(List<Line> lines) {
    private static final Logger LOG = LoggerFactory.getLogger(Page.class);

    public Page {
        lines = List.copyOf(lines);
    }

    /** Looks at everything; a checkup that breaks is a line like the others. */
    public static Page of(List<Checkup> checkups) {
        List<Line> lines = new ArrayList<>();
        for (Checkup checkup : checkups) {
            try {
                lines.addAll(checkup.lines());
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("a checkup broke");
                lines.add(Line.bad("doctor", "could not look at everything: " + e.getMessage(), "See the log"));
            }
        }
        return new Page(lines);
    }

    public boolean well() {
        return lines.stream().noneMatch(line -> line.level() == Line.Level.BAD);
    }

    /** The one thing to do first: of what is bad, else of what may be done. */
    public Optional<String> next() {
        return next(Line.Level.BAD).or(() -> next(Line.Level.NOTE));
    }

    private Optional<String> next(Line.Level level) {
        return lines.stream().filter(line -> line.level() == level).findFirst().flatMap(Line::next);
    }

    /** As it is printed, a line each. */
    public List<String> text() {
        List<String> text = new ArrayList<>();
        for (Line line : lines) {
            text.add("%s %-12s %s".formatted(sign(line.level()), line.topic(), line.text()));
        }
        text.add("");
        text.add((well() ? "All is well." : "Something is wrong.")
                + next().map(step -> " Next: " + step).orElse(""));
        return text;
    }

    private static String sign(Line.Level level) {
        return switch (level) {
            case WELL -> "ok  ";
            case NOTE -> "note";
            case BAD -> "BAD ";
        };
    }
}

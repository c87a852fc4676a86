package org.lotusguild.lotus.stack.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.facts.TextFile;

/**
 * A line of a shell script together with those that it goes on in after a backslash. Scripts are searched, never run: this knows
 * no quotes, functions or loops.
 *
 * @param parts at least one
 */
record Command(List<Part> parts) {
    /** Longer lines are no commands that people write; what is beyond is not looked at. */
    private static final int LONGEST = 4000;

    private static final int MOST_PARTS = 50;

    Command {
        parts = List.copyOf(parts);
    }

    /** @param text without the backslash at its end and the blanks around it */
    record Part(int line, String text) {}

    /** What is no comment and not empty, in the order of the file. */
    static List<Command> in(TextFile file) {
        List<Command> commands = new ArrayList<>();
        List<Part> open = new ArrayList<>();
        for (int line = 1; line <= file.lines().size(); line++) {
            String text = shortened(file.origin().line(line).strip());
            boolean comment = open.isEmpty() && text.startsWith("#");
            if (comment || text.isEmpty()) {
                continue;
            }
            boolean goesOn = text.endsWith("\\");
            open.add(new Part(
                    line, goesOn ? text.substring(0, text.length() - 1).strip() : text));
            if (!goesOn || open.size() >= MOST_PARTS) {
                commands.add(new Command(open));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            commands.add(new Command(open));
        }
        return commands;
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    int line() {
        return parts.getFirst().line();
    }

    /** The whole in one line. */
    String text() {
        return parts.stream().map(Part::text).collect(Collectors.joining(" "));
    }

    boolean has(Pattern pattern) {
        return pattern.matcher(text()).find();
    }

    /** The line of the first part that holds this. */
    OptionalInt lineOf(Pattern pattern) {
        return parts.stream()
                .filter(part -> pattern.matcher(part.text()).find())
                .mapToInt(Part::line)
                .findFirst();
    }

    /** The first find of a pattern in the whole. */
    Matcher find(Pattern pattern) {
        return pattern.matcher(text());
    }
}

package org.lotusguild.lotus.stack.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of a file that holds a secret → what may be shown of them: the word before the first separator. Which value of a
 * stranger's file is secret cannot be told, so none is shown.
 */
final class Mask {
    /** The two lines above all changes: the file's names. */
    private static final int HEAD = 2;

    private static final Pattern LINE = Pattern.compile("(\\s*(?:- )?[A-Za-z][A-Za-z0-9_.-]*\\s*[=:]\\s*)(.+)");

    private Mask() {}

    /**
     * A unified diff, as far as it may be shown.
     *
     * @param open which of its lines, with their signs, may be shown as they are
     */
    static List<String> diff(List<String> lines, Predicate<String> open) {
        List<String> shown = new ArrayList<>();
        for (String line : lines) {
            shown.add(shown.size() < HEAD || about(line) || open.test(line) ? line : masked(line));
        }
        return shown;
    }

    /** What a diff says of itself: a line of a file has a sign before it, be it what it may. */
    private static boolean about(String line) {
        return line.startsWith("@@") || line.startsWith("\\");
    }

    private static String masked(String line) {
        return line.charAt(0) + line(line.substring(1));
    }

    private static String line(String line) {
        if (line.isBlank()) {
            return line;
        }
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
            return parts.group(1) + hidden(parts.group(2));
        }
        return line.startsWith("#") ? "# <comment>" : hidden(line);
    }

    private static String hidden(String value) {
        return "<secret, " + value.length() + " signs>";
    }
}

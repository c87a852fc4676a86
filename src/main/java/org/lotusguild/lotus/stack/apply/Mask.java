package org.lotusguild.lotus.stack.apply;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of a file that holds a secret → what may be shown of them: the word before the first separator. Which value of a
 * stranger's file is secret cannot be told, so none is shown.
 */
final class Mask {
    private static final Pattern LINE = Pattern.compile("(\\s*(?:- )?[A-Za-z][A-Za-z0-9_.-]*\\s*[=:]\\s*)(.+)");

    private Mask() {}

    /** A line of a unified diff: its sign stays. */
    static String diffLine(String line) {
        boolean about = line.startsWith("---") || line.startsWith("+++") || line.startsWith("@@");
        return about || line.isEmpty() ? line : line.charAt(0) + line(line.substring(1));
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

package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import java.util.Optional;

/** The very text of a directive, from its first line to its end. */
final class NginxSource {
    private int depth;
    private char quote;

    private NginxSource() {}

    /** How many lines it takes. */
    static int length(List<String> lines, int first) {
        NginxSource source = new NginxSource();
        for (int i = first - 1; i < lines.size(); i++) {
            if (source.ends(lines.get(i))) {
                return i - first + 2;
            }
        }
        return lines.size() - first + 1;
    }

    /**
     * With the indentation of its first line taken away; empty if something stands before it in its line.
     *
     * @param name of the directive, which the text must begin with
     */
    static Optional<String> text(List<String> lines, int first, String name) {
        if (first > lines.size()) {
            return Optional.empty();
        }
        int indent = lines.get(first - 1).indexOf(name);
        if (indent < 0 || !lines.get(first - 1).substring(0, indent).isBlank()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        lines.subList(first - 1, first - 1 + length(lines, first))
                .forEach(line -> text.append(outdented(line, indent)).append('\n'));
        return Optional.of(text.toString());
    }

    private static String outdented(String line, int indent) {
        boolean blank = line.length() >= indent && line.substring(0, indent).isBlank();
        return (blank ? line.substring(indent) : line.strip())
                .replace("\t", "    ")
                .stripTrailing();
    }

    /** Whether the directive ends in this line: with its semicolon, or with the brace that closes its block. */
    private boolean ends(String line) {
        for (int i = 0; i < line.length(); i++) {
            char sign = line.charAt(i);
            if (quote != 0) {
                i += sign == '\\' ? 1 : 0;
                quote = sign == quote ? 0 : quote;
            } else if (sign == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                return false;
            } else if (ends(sign)) {
                return true;
            }
        }
        return false;
    }

    private boolean ends(char sign) {
        switch (sign) {
            case '\'', '"' -> quote = sign;
            case '{' -> depth++;
            case '}' -> depth--;
            default -> {
                return sign == ';' && depth == 0;
            }
        }
        return sign == '}' && depth <= 0;
    }
}

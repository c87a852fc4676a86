package org.lotusguild.lotus.stack.render;

import java.util.Collection;

/** A file of lines, such as nginx, coturn, PostgreSQL and systemd read it. */
final class Lines {
    private final StringBuilder out = new StringBuilder();

    private Lines() {}

    /** @param header one or several lines, without # */
    static Lines under(String header) {
        Lines lines = new Lines();
        header.lines().forEach(line -> lines.add("# " + line));
        return lines;
    }

    Lines add(String line) {
        out.append(line).append('\n');
        return this;
    }

    Lines addAll(Collection<String> lines) {
        lines.forEach(this::add);
        return this;
    }

    /** Text of several lines; it may end with a line break. */
    Lines block(String text) {
        out.append(text);
        return text.isEmpty() || text.endsWith("\n") ? this : add("");
    }

    String text() {
        return out.toString();
    }
}

package org.lotusguild.lotus.stack.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One port or a range, {@code 8008} or {@code 52000-57999}; both ends belong to it. */
public record PortSpan(int first, int last) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int HIGHEST = 65_535;

    public PortSpan {
        if (first < 1 || last < first || last > HIGHEST) {
            throw new IllegalArgumentException("not ports: they go upwards, from 1 to 65535");
        }
    }

    static PortSpan of(int port) {
        return new PortSpan(port, port);
    }

    /** @throws IllegalArgumentException if the text is neither a port nor a range */
    public static PortSpan parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not ports, write 8008 or 52000-57999");
        }
        int first = Integer.parseInt(parts.group(1));
        return new PortSpan(first, parts.group(2) == null ? first : Integer.parseInt(parts.group(2)));
    }

    public int size() {
        return last - first + 1;
    }

    public boolean single() {
        return first == last;
    }

    boolean meets(PortSpan other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return single() ? Integer.toString(first) : first + "-" + last;
    }
}

package org.lotusguild.lotus.base.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of bytes, {@code 4MiB}, {@code 500KiB}, {@code 1GiB} or {@code 800B}. */
public record Size(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");
    private static final int KIB = 10;
    private static final int MIB = 20;
    private static final int GIB = 30;

    /** @throws IllegalArgumentException if the text is no size */
    public static Size parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a size, write it like 4MiB or 500KiB");
        }
        return new Size(Long.parseLong(parts.group(1)) << shift(parts.group(2)));
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "KiB" -> KIB;
            case "MiB" -> MIB;
            case "GiB" -> GIB;
            default -> 0;
        };
    }

    /** As {@link #parse} reads it, in the largest unit that divides it. */
    @Override
    public String toString() {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            if (bytes != 0 && bytes % (1L << shift(unit)) == 0) {
                return (bytes >> shift(unit)) + unit;
            }
        }
        return bytes + "B";
    }
}

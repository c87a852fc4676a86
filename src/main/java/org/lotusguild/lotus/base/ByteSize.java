package org.lotusguild.lotus.base;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it in a file: {@code 512KiB}, {@code 32MiB}, {@code 1GiB}, {@code 4096B}. */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative");
        }
    }

    /** @throws IllegalArgumentException if the text is no such size */
    public static ByteSize parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a size, write it like 512KiB, 4MiB or 1GiB");
        }
        return new ByteSize(Long.parseLong(parts.group(1)) << shift(parts.group(2)));
    }

    /** As {@link #parse} reads it, in the largest unit that leaves a whole number. */
    @Override
    public String toString() {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long one = 1L << shift(unit);
            if (bytes >= one && bytes % one == 0) {
                return bytes / one + unit;
            }
        }
        return bytes + "B";
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
    }
}

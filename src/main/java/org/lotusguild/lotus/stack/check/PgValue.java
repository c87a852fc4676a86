package org.lotusguild.lotus.stack.check;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of PostgreSQL: numbers with units of memory and time, flags, words. */
final class PgValue {
    private static final Pattern FORM = Pattern.compile("([-+]?\\d{1,15}(?:\\.\\d{1,15})?)\\s*([a-zA-Z]{0,10})");
    private static final long KIB = 1024;

    private static final Map<String, Long> MEMORY = Map.of(
            "B", 1L, "kB", KIB, "MB", KIB * KIB, "GB", KIB * KIB * KIB, "TB", KIB * KIB * KIB * KIB, "8kB", 8 * KIB);

    /** In microseconds. */
    private static final Map<String, Long> TIME = Map.of(
            "us", 1L,
            "ms", 1000L,
            "s", 1_000_000L,
            "min", 60_000_000L,
            "h", 3_600_000_000L,
            "d", 86_400_000_000L);

    private PgValue() {}

    /** @param base the unit of a bare number: {@code 8kB}, {@code kB}, {@code MB} */
    static OptionalLong bytes(String text, String base) {
        return scaled(text, base, MEMORY);
    }

    /** @param base the unit of a bare number: {@code ms}, {@code s}, {@code min} */
    static OptionalLong microseconds(String text, String base) {
        return scaled(text, base, TIME);
    }

    private static OptionalLong scaled(String text, String base, Map<String, Long> units) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        Long unit = units.get(parts.group(2).isEmpty() ? base : parts.group(2));
        return unit == null
                ? OptionalLong.empty()
                : OptionalLong.of(new BigDecimal(parts.group(1))
                        .multiply(BigDecimal.valueOf(unit))
                        .longValue());
    }

    /**
     * The same text for values that mean the same.
     *
     * @param base the unit of a bare number; empty for numbers without unit, flags and words
     */
    static String canonical(String text, String base) {
        OptionalLong scaled = base.isEmpty()
                ? OptionalLong.empty()
                : MEMORY.containsKey(base) ? bytes(text, base) : microseconds(text, base);
        if (scaled.isPresent()) {
            return String.valueOf(scaled.getAsLong());
        }
        String word = text.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "true", "yes", "1", "on" -> "on";
            case "false", "no", "0", "off" -> "off";
            default -> FORM.matcher(word).matches() ? number(word) : word;
        };
    }

    private static String number(String word) {
        Matcher parts = FORM.matcher(word);
        return parts.matches() && parts.group(2).isEmpty()
                ? new BigDecimal(parts.group(1)).stripTrailingZeros().toPlainString()
                : word;
    }
}

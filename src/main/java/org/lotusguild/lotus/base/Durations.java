package org.lotusguild.lotus.base;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them ({@code 90s 10m 2h 1d 1h30m}) and as people read them ({@code 5 h 12 min}). */
public final class Durations {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Durations() {}

    /**
     * Reads {@code 1d2h3m4s5ms}, each part optional, largest first, at least one.
     *
     * @throws IllegalArgumentException if the text is no such duration
     */
    public static Duration parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException("not a duration, write it like 90s, 10m, 2h, 1d or 1h30m");
        }
        return Duration.ofDays(number(parts, 1))
                .plusHours(number(parts, 2))
                .plusMinutes(number(parts, 3))
                .plusSeconds(number(parts, 4))
                .plusMillis(number(parts, 5));
    }

    /** As {@link #parse} reads it: {@code 1h30m}, {@code 0s}. */
    public static String written(Duration time) {
        StringBuilder out = new StringBuilder();
        part(out, time.toDaysPart(), "d");
        part(out, time.toHoursPart(), "h");
        part(out, time.toMinutesPart(), "m");
        part(out, time.toSecondsPart(), "s");
        part(out, time.toMillisPart(), "ms");
        return out.isEmpty() ? "0s" : out.toString();
    }

    /** For people, the two largest parts, the rest cut: {@code 3 d 4 h}, {@code 5 h 12 min}, {@code 1 min 12 s}, {@code 40 s}. */
    public static String shown(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds >= DAY) {
            return pair(seconds / DAY, "d", seconds % DAY / HOUR, "h");
        }
        if (seconds >= HOUR) {
            return pair(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min");
        }
        if (seconds >= MINUTE) {
            return pair(seconds / MINUTE, "min", seconds % MINUTE, "s");
        }
        return seconds + " s";
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        String first = large + " " + largeUnit;
        return small == 0 ? first : first + " " + small + " " + smallUnit;
    }

    private static void part(StringBuilder out, long number, String unit) {
        if (number != 0) {
            out.append(number).append(unit);
        }
    }

    private static long number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}

package org.lotusguild.lotus.webhooks.service;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Sizes, durations and numbers as people read them. */
final class Measures {
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    private static final int STEP = 1024;
    private static final int WHOLE_FROM = 100;
    private static final Duration SECONDS_UNTIL = Duration.ofMinutes(10);
    private static final Duration DAYS_FROM = Duration.ofDays(2);
    private static final int DIGITS = 40;
    private static final MathContext SHORT = new MathContext(3);

    private Measures() {}

    /** {@code 812 B}, {@code 2.0 GiB}, {@code 380 MiB}; nothing for nothing. */
    static String size(long bytes) {
        if (bytes <= 0) {
            return "";
        }
        if (bytes < STEP) {
            return bytes + " B";
        }
        double amount = bytes;
        String shown = "";
        for (String unit : UNITS) {
            amount /= STEP;
            shown = amount(amount) + " " + unit;
            if (Math.round(amount) < STEP) {
                break;
            }
        }
        return shown;
    }

    private static String amount(double amount) {
        String decimal = String.format(Locale.ROOT, "%.1f", amount);
        return Double.parseDouble(decimal) < WHOLE_FROM ? decimal : String.format(Locale.ROOT, "%.0f", amount);
    }

    /** {@code 42 s}, {@code 6 min 56 s}, {@code 21 min}, {@code 2 h 41 min}, {@code 3 d 4 h}; nothing below a second. */
    static String duration(Duration time) {
        if (time.toSeconds() <= 0) {
            return "";
        }
        if (time.compareTo(SECONDS_UNTIL) < 0) {
            return two(time.toMinutes(), "min", time.toSecondsPart(), "s");
        }
        if (time.compareTo(DAYS_FROM) < 0) {
            return two(time.toHours(), "h", time.toMinutesPart(), "min");
        }
        return two(time.toDays(), "d", time.toHoursPart(), "h");
    }

    private static String two(long first, String unit, long second, String smaller) {
        String large = first == 0 ? "" : first + " " + unit;
        String small = second == 0 ? "" : second + " " + smaller;
        return (large + " " + small).strip();
    }

    /** At most two decimals, no zeros at the end. */
    static String number(BigDecimal number) {
        if (number.signum() != 0 && Math.abs((long) number.precision() - number.scale()) > DIGITS) {
            return number.round(SHORT).toString();
        }
        BigDecimal rounded = number.signum() == 0 ? BigDecimal.ZERO : number.setScale(2, RoundingMode.HALF_UP);
        return rounded.stripTrailingZeros().toPlainString();
    }
}

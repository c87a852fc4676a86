package org.lotusguild.lotus.base.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen, {@code 10/s burst 50}, {@code 5/m}, {@code 100/h}, or {@code off} for as often as it likes.
 *
 * @param count in the time {@code per}
 * @param per zero where there is no limit
 * @param burst at once after a rest; without the word as many as {@code count}
 */
public record Rate(int count, Duration per, int burst) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/([smh])(?: burst (\\d{1,6}))?");

    public Rate {
        if (!per.isZero() && (count < 1 || burst < 1)) {
            throw new IllegalArgumentException("a rate lets at least one through, or write off");
        }
    }

    /** @throws IllegalArgumentException if the text is no rate */
    public static Rate parse(String text) {
        if ("off".equals(text)) {
            return new Rate(0, Duration.ZERO, 0);
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a rate, write it like 10/s burst 50, or off");
        }
        int count = Integer.parseInt(parts.group(1));
        String burst = parts.group(3);
        return new Rate(count, unit(parts.group(2)), burst == null ? count : Integer.parseInt(burst));
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
    }

    public boolean off() {
        return per.isZero();
    }

    @Override
    public String toString() {
        if (off()) {
            return "off";
        }
        String unit = per.toHours() > 0 ? "h" : per.toMinutes() > 0 ? "m" : "s";
        return count + "/" + unit + (burst == count ? "" : " burst " + burst);
    }
}

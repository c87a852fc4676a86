package org.lotusguild.lotus.stack.check;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of Synapse, those too that are nearly right: {@code 1yr} was meant to be a year. */
final class Lifetimes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]?)[A-Za-z]*");

    private Lifetimes() {}

    static Optional<Duration> read(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "" -> Optional.of(Duration.ofMillis(number));
            case "s" -> Optional.of(Duration.ofSeconds(number));
            case "m" -> Optional.of(Duration.ofMinutes(number));
            case "h" -> Optional.of(Duration.ofHours(number));
            case "d" -> Optional.of(days(number));
            case "w" -> Optional.of(days(7 * number));
            case "y" -> Optional.of(days(365 * number));
            default -> Optional.empty();
        };
    }

    private static Duration days(long number) {
        return Duration.ofDays(Math.min(number, 1_000_000));
    }
}

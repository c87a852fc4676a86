package org.lotusguild.lotus.bot.extra;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.Durations;

/**
 * A moment at the beginning of a line: {@code 2h}, {@code 18:00} (the next), {@code 2026-12-24} (at 09:00),
 * {@code 2026-12-24 18:00}.
 *
 * @param rest of the line
 */
record When(Instant at, String rest) {
    static final LocalTime MORNING = LocalTime.of(9, 0);
    private static final Pattern FIRST = Pattern.compile("(\\S+)(?:\\s+(.*))?", Pattern.DOTALL);
    private static final Pattern DATE =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}))?(?:\\s+(.*))?", Pattern.DOTALL);

    static Optional<When> read(String line, Instant now, ZoneId zone) {
        Matcher date = DATE.matcher(line);
        if (date.matches()) {
            return tried(() -> new When(
                    LocalDate.parse(date.group(1))
                            .atTime(date.group(2) == null ? MORNING : LocalTime.parse(date.group(2)))
                            .atZone(zone)
                            .toInstant(),
                    rest(date, 3)));
        }
        Matcher first = FIRST.matcher(line);
        if (!first.matches()) {
            return Optional.empty();
        }
        String word = first.group(1);
        return word.matches("\\d{2}:\\d{2}")
                ? tried(() -> new When(next(LocalTime.parse(word), now, zone), rest(first, 2)))
                : tried(() -> new When(now.plus(Durations.parse(word)), rest(first, 2)));
    }

    /** The next moment of that time of day. */
    static Instant next(LocalTime time, Instant now, ZoneId zone) {
        LocalDateTime today = now.atZone(zone).toLocalDate().atTime(time);
        Instant at = today.atZone(zone).toInstant();
        return at.isAfter(now) ? at : today.plusDays(1).atZone(zone).toInstant();
    }

    private static String rest(Matcher line, int group) {
        String rest = line.group(group);
        return rest == null ? "" : rest.strip();
    }

    private static Optional<When> tried(Supplier<When> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeParseException | IllegalArgumentException | ArithmeticException noMoment) {
            return Optional.empty();
        }
    }
}

package org.lotusguild.lotus.bot.extra;

import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Five fields as crontab has them: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday; names of three
 * letters). Each is {@code *}, numbers, ranges and steps with commas between: {@code 0,30}, {@code 1-5}, {@code *}{@code /15}.
 * Where both days are given, either is enough.
 */
record Cron(BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays, boolean eitherDay) {
    private static final Pattern PART = Pattern.compile("(?:\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int YEARS = 8;

    /** Empty if the text is no such rule, or no day ever fits it. */
    static Optional<Cron> read(String text) {
        String[] fields = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        if (fields.length != 5) {
            return Optional.empty();
        }
        try {
            BitSet weekdays = field(numbered(fields[4], WEEKDAYS, 0), 0, 7);
            if (weekdays.get(7)) {
                weekdays.set(0);
            }
            return Optional.of(new Cron(
                            field(fields[0], 0, 59),
                            field(fields[1], 0, 23),
                            field(fields[2], 1, 31),
                            field(numbered(fields[3], MONTHS, 1), 1, 12),
                            weekdays,
                            !fields[2].startsWith("*") && !fields[4].startsWith("*")))
                    .filter(cron ->
                            cron.after(LocalDateTime.of(2024, 1, 1, 0, 0)).isPresent());
        } catch (IllegalArgumentException noField) {
            return Optional.empty();
        }
    }

    private static String numbered(String field, List<String> names, int first) {
        String numbers = field;
        for (int i = 0; i < names.size(); i++) {
            numbers = numbers.replace(names.get(i), Integer.toString(first + i));
        }
        return numbers;
    }

    private static BitSet field(String text, int min, int max) {
        BitSet set = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher m = PART.matcher(part);
            if (!m.matches()) {
                throw new IllegalArgumentException("no field: " + part);
            }
            int step = m.group(3) == null ? 1 : Integer.parseInt(m.group(3));
            int from = m.group(1) == null ? min : Integer.parseInt(m.group(1));
            int open = m.group(1) == null || m.group(3) != null ? max : from;
            int to = m.group(2) == null ? open : Integer.parseInt(m.group(2));
            if (from < min || to > max || from > to || step < 1) {
                throw new IllegalArgumentException("out of its bounds: " + part);
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    /** The first moment after this one; a time that the clocks jump over is the one after the jump. */
    Optional<ZonedDateTime> after(ZonedDateTime now) {
        return after(now.toLocalDateTime()).map(time -> time.atZone(now.getZone()));
    }

    private Optional<LocalDateTime> after(LocalDateTime now) {
        LocalDateTime at = now.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        LocalDateTime end = now.plusYears(YEARS);
        while (at.isBefore(end)) {
            if (!months.get(at.getMonthValue())) {
                at = at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            } else if (!day(at)) {
                at = at.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(at.getHour())) {
                at = at.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private boolean day(LocalDateTime at) {
        boolean ofMonth = days.get(at.getDayOfMonth());
        boolean ofWeek = weekdays.get(at.getDayOfWeek().getValue() % 7);
        return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }
}

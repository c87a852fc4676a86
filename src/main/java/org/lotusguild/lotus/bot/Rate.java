package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.Durations;

/** How often something may happen: {@code off}, {@code 30 per 1m} or {@code 5 burst, 1 per 6s}. */
public sealed interface Rate {

    /** As often as one likes. */
    record Off() implements Rate {
        @Override
        public String toString() {
            return "off";
        }
    }

    /**
     * {@code burst} at once, then {@code number} in each {@code period}.
     *
     * @param burst equal to {@code number} where the file names none
     */
    record Bucket(int burst, int number, Duration period) implements Rate {
        private static final Pattern FORM = Pattern.compile("(?:(\\d{1,6}) burst, *)?(\\d{1,6}) per (\\w+)");

        public Bucket {
            if (burst < 1 || number < 1 || period.isZero()) {
                throw new IllegalArgumentException("a limit must allow at least 1, or be off");
            }
        }

        /** After which time one more is allowed. */
        public Duration refill() {
            return period.dividedBy(number);
        }

        @Override
        public String toString() {
            String rate = number + " per " + Durations.written(period);
            return burst == number ? rate : burst + " burst, " + rate;
        }
    }

    /** @throws IllegalArgumentException if the text is none of the three forms */
    static Rate parse(String text) {
        if ("off".equals(text)) {
            return new Off();
        }
        Matcher parts = Bucket.FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a limit, write off, \"30 per 1m\" or \"5 burst, 1 per 6s\"");
        }
        int number = Integer.parseInt(parts.group(2));
        int burst = parts.group(1) == null ? number : Integer.parseInt(parts.group(1));
        return new Bucket(burst, number, Durations.parse(parts.group(3)));
    }
}

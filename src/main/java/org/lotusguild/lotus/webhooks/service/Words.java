package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lotusguild.lotus.webhooks.redact.Mask;

/**
 * Words as messages of services have them. A fact that is not there is the empty string, and an empty string leaves no trace.
 */
final class Words {
    static final String MORE = "…";
    private static final int TEXT = 300;
    private static final int ITEMS = 5;
    /** Well above {@link #TEXT}: what is masked must not be cut in the middle before. */
    private static final int LOOKED_AT = 4 * TEXT;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\x{85}]+");
    private static final Set<String> NOTHING = Set.of("", "-", "–", "unknown", "null", "undefined", "n/a");

    private Words() {}

    /** A stranger's text as one line of at most 300 code points, without addresses and keys. */
    static String line(String raw) {
        String blanks = BLANKS.matcher(cut(raw, LOOKED_AT)).replaceAll(" ").strip();
        return cut(Mask.text(blanks), TEXT);
    }

    /** As {@link #line}; what says nothing ("unknown", "-") is empty. */
    static String known(String raw) {
        String line = line(raw);
        return NOTHING.contains(line.toLowerCase(Locale.ROOT)) ? "" : line;
    }

    /** Of a status of several lines the last that says something. */
    static String lastLine(String raw) {
        return raw.lines().map(Words::line).filter(line -> !line.isEmpty()).reduce("", (_, last) -> last);
    }

    /** At most so many code points, the sign that something is missing included. */
    static String cut(String text, int codePoints) {
        if (text.length() <= codePoints || text.codePointCount(0, text.length()) <= codePoints) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, codePoints - 1)).stripTrailing() + MORE;
    }

    /** Facts of one kind on one line, those that are there. */
    static String joined(String... facts) {
        return joined(Arrays.asList(facts));
    }

    static String joined(List<String> facts) {
        return facts.stream().filter(fact -> !fact.isEmpty()).collect(Collectors.joining(" · "));
    }

    /** The first five, and how many are left. */
    static List<String> five(List<String> items) {
        return some(items, ITEMS);
    }

    /** The first {@code most}, and how many are left. */
    static List<String> some(List<String> items, int most) {
        if (items.size() <= most) {
            return items;
        }
        List<String> some = new ArrayList<>(items.subList(0, most));
        some.add("+" + (items.size() - most) + " more");
        return some;
    }

    /** The lines that are there. */
    static List<String> lines(String... lines) {
        return Arrays.stream(lines).filter(line -> !line.isEmpty()).toList();
    }

    /** {@code 1 guest}, {@code 2 guests}. */
    static String count(long number, String one) {
        return number + " " + (number == 1 ? one : one + "s");
    }

    /** With a capital at the beginning. */
    static String capital(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
    }

    /** These words before {@code text}, nothing where there is no text: {@code Up to 15 viewers}. */
    static String after(String before, String text) {
        return text.isEmpty() ? "" : before + text;
    }

    /** The names of things on the wire as names of events: {@code MEDIA_PENDING}, {@code MediaPending}: {@code media-pending}. */
    static String dashed(String name) {
        return cut(name, TEXT)
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-|-$", "")
                .toLowerCase(Locale.ROOT);
    }
}

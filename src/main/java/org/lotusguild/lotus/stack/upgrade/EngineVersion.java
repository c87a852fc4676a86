package org.lotusguild.lotus.stack.upgrade;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a server: numbers with points, compared as numbers; what is not written is 0. */
record EngineVersion(String text) implements Comparable<EngineVersion> {
    private static final Pattern FORM = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6}){0,3}");

    EngineVersion {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a version: " + text);
        }
    }

    /** The first version that stands in the words of a program. */
    static Optional<EngineVersion> in(String words) {
        Matcher found = Pattern.compile("(?<![\\w.])v?(" + FORM.pattern() + ")").matcher(words);
        return found.find() ? Optional.of(new EngineVersion(found.group(1))) : Optional.empty();
    }

    /** The part that names a series of PostgreSQL. */
    String major() {
        return text.split("\\.")[0];
    }

    boolean before(EngineVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(EngineVersion other) {
        return Arrays.compare(numbers(text), numbers(other.text));
    }

    private static int[] numbers(String text) {
        int[] numbers = new int[4];
        String[] parts = text.split("\\.");
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    @Override
    public String toString() {
        return text;
    }
}

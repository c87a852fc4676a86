package org.lotusguild.lotus.stack.facts;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A version as numbers: {@code 1.163.2}, {@code 17.9}, {@code 1.164.0rc1} (which counts as 1.164.0). */
public record Release(List<Integer> numbers) implements Comparable<Release> {
    private static final Pattern FORM = Pattern.compile("v?(\\d{1,6}(?:\\.\\d{1,6}){0,4}).*");

    public Release {
        numbers = List.copyOf(numbers);
    }

    /** @throws IllegalArgumentException if the text does not begin with numbers */
    public static Release parse(String text) {
        var parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a version, write it like 1.163.2");
        }
        return new Release(Arrays.stream(parts.group(1).split("\\.", -1))
                .map(Integer::valueOf)
                .toList());
    }

    /** Whether it is this one or newer. Of what is told without its last number ({@code 1.163}), the newest is meant. */
    public boolean atLeast(String other) {
        List<Integer> theirs = parse(other).numbers;
        return compareTo(new Release(theirs.subList(0, Math.min(numbers.size(), theirs.size())))) >= 0;
    }

    @Override
    public int compareTo(Release other) {
        int length = Math.max(numbers.size(), other.numbers.size());
        for (int i = 0; i < length; i++) {
            int order = Integer.compare(part(i), other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int part(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    @Override
    public String toString() {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}

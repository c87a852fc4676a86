package org.lotusguild.lotus.stack.check;

import java.util.regex.Pattern;

/** {@code SYN-032}. An id is never given to another check, even if its own is gone. */
public record CheckId(String text) implements Comparable<CheckId> {
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9]{1,3}-\\d{3}");

    public CheckId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not the id of a check, write it like SYN-032");
        }
    }

    /** {@code SYN}. */
    public String prefix() {
        return text.substring(0, text.indexOf('-'));
    }

    @Override
    public int compareTo(CheckId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}

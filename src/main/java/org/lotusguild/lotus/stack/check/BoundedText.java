package org.lotusguild.lotus.stack.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A text for expressions that strangers wrote into their files: it ends the search when it has been read too often, so that no
 * expression holds the audit up.
 */
final class BoundedText implements CharSequence {
    private static final int MOST_READS = 200_000;

    private final CharSequence text;
    private final int[] left;

    private BoundedText(CharSequence text, int[] left) {
        this.text = text;
        this.left = left;
    }

    private static final class Exhausted extends RuntimeException {
        Exhausted() {
            super("too many steps", null, false, false);
        }
    }

    /** Whether the expression is found; no if it does not compile or takes too long. */
    static boolean finds(String expression, int flags, String text) {
        try {
            return search(Pattern.compile(expression, flags), text).isPresent();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** The first find; empty if there is none, or none within the limit. */
    static Optional<Matcher> search(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(new BoundedText(text, new int[] {MOST_READS}));
        try {
            return matcher.find() ? Optional.of(matcher) : Optional.empty();
        } catch (Exhausted | StackOverflowError e) {
            return Optional.empty();
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

package org.lotusguild.lotus.stack.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a server, as far as it is told. Without a patch number it is the newest patch of it.
 *
 * @param minor 0 where it is not told
 * @param patch very high where it is not told
 * @param text as it was written
 */
public record Release(int major, int minor, int patch, String text) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\.(\\d{1,4}))?");
    private static final int NEWEST = 9999;

    /** @throws IllegalArgumentException if the text is no version */
    public static Release parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a version, write it like \"1.26\" or \"1.163.2\"");
        }
        int minor = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        int patch = parts.group(3) == null ? NEWEST : Integer.parseInt(parts.group(3));
        return new Release(Integer.parseInt(parts.group(1)), minor, patch, text);
    }

    public boolean atLeast(int otherMajor, int otherMinor) {
        return atLeast(otherMajor, otherMinor, 0);
    }

    public boolean atLeast(int otherMajor, int otherMinor, int otherPatch) {
        if (major != otherMajor) {
            return major > otherMajor;
        }
        return minor != otherMinor ? minor > otherMinor : patch >= otherPatch;
    }

    @Override
    public String toString() {
        return text;
    }
}

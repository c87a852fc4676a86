package org.lotusguild.lotus.base.args;

/** What somebody typed, as it may be repeated to them. */
public final class Typed {
    private static final int SHOWN = 40;

    private Typed() {}

    /** In quotes, at most 40 signs of it. */
    public static String quoted(String text) {
        int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
        return "\"" + text.substring(0, end) + (end < text.length() ? "…" : "") + "\"";
    }
}

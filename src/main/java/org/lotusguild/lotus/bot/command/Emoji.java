package org.lotusguild.lotus.bot.command;

/** Signs that clients write in several ways. */
public final class Emoji {
    private Emoji() {}

    /** Without variation selectors and skin tones, so that the same sign of two clients is equal. */
    public static String plain(String text) {
        return text.codePoints()
                .filter(c -> c != 0xfe0e && c != 0xfe0f && (c < 0x1f3fb || c > 0x1f3ff))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

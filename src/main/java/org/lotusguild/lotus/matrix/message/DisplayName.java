package org.lotusguild.lotus.matrix.message;

import java.util.stream.IntStream;
import org.lotusguild.lotus.base.id.UserId;

/** Names of people as they may be shown: strangers choose them, so they may try to look like something else. */
public final class DisplayName {
    private static final int MAX = 40;

    private DisplayName() {}

    /** Without control, bidi and zero-width signs, at most 40 characters; the localpart where nothing is left. */
    public static String clean(String raw, UserId user) {
        String cleaned = visible(raw);
        return cleaned.isEmpty() ? visible(user.localpart()) : cleaned;
    }

    private static String visible(String raw) {
        String shown = text(raw.codePoints().filter(c -> !invisible(c)));
        return text(shown.strip().codePoints().limit(MAX)).strip();
    }

    private static boolean invisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> true;
            default -> blankLetter(c);
        };
    }

    /** Letters and marks by category that have no ink: fillers, joiners, variation selectors. */
    private static boolean blankLetter(int c) {
        return c == 0x034f
                || c == 0x115f
                || c == 0x1160
                || c == 0x17b4
                || c == 0x17b5
                || c == 0x2800
                || c == 0x3164
                || c == 0xffa0
                || (c >= 0xfe00 && c <= 0xfe0f)
                || (c >= 0xe0100 && c <= 0xe01ef);
    }

    private static String text(IntStream codePoints) {
        return codePoints
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

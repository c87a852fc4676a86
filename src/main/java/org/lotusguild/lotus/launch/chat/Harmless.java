package org.lotusguild.lotus.launch.chat;

/** What others wrote, as a terminal may show it: a terminal obeys control characters. */
public final class Harmless {
    /** Joins emoji; alone it hides nothing. */
    private static final int JOINER = 0x200d;

    private static final int TAB = 4;

    private Harmless() {}

    /** Without control and format characters, but for the ends of lines; tabs become blanks. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().filter(c -> c == '\n' || c == '\t' || !hidden(c)).forEach(c -> {
            if (c == '\t') {
                shown.repeat(' ', TAB);
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** As {@link #text} on one line, cut to so many characters. */
    static String line(String text, int longest) {
        String flat = text(text).replaceAll("\\s+", " ").strip();
        if (flat.codePointCount(0, flat.length()) <= longest) {
            return flat;
        }
        return flat.substring(0, flat.offsetByCodePoints(0, longest - 1)).strip() + "…";
    }

    private static boolean hidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> c != JOINER;
            default -> false;
        };
    }
}

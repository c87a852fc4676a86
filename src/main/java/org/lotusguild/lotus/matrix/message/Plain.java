package org.lotusguild.lotus.matrix.message;

/** Takes out of a text what only disturbs the text around it: control signs and signs that turn the direction of writing. */
final class Plain {
    private Plain() {}

    /** One line: line breaks and tabs become blanks. */
    static String line(String text) {
        return lines(text.replace("\r\n", " ")).replace('\n', ' ').replace('\t', ' ');
    }

    /** Line breaks and tabs stay. */
    static String lines(String text) {
        return text.codePoints()
                .map(Plain::lineBreak)
                .filter(c -> c == '\n' || c == '\t' || !disturbing(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** As it is, but for what cannot be sent. */
    static String whole(String text) {
        return text.codePoints()
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int lineBreak(int c) {
        return c == '\u2028' || c == '\u2029' || c == 0x85 ? '\n' : c;
    }

    private static boolean disturbing(int c) {
        return Character.getType(c) == Character.CONTROL
                || Character.getType(c) == Character.SURROGATE
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}

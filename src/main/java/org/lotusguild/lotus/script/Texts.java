package org.lotusguild.lotus.script;

/** What a script's text must be before anybody else sees it. */
final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** Half characters and NUL replaced: neither can be sent, and NUL cannot be stored. */
    static String whole(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == 0 || half(text, i)) {
                out = out == null ? new StringBuilder(text) : out;
                out.setCharAt(i, REPLACEMENT);
            }
        }
        return out == null ? text : out.toString();
    }

    /** JSON in which half characters are written as escapes, so that it can be written as UTF-8 and nothing is lost. */
    static String escaped(String json) {
        StringBuilder out = null;
        int copied = 0;
        for (int i = 0; i < json.length(); i++) {
            if (half(json, i)) {
                out = out == null ? new StringBuilder(json.length() + 16) : out;
                out.append(json, copied, i).append("\\u").append(Integer.toHexString(json.charAt(i)));
                copied = i + 1;
            }
        }
        return out == null ? json : out.append(json, copied, json.length()).toString();
    }

    private static boolean half(String text, int at) {
        char sign = text.charAt(at);
        if (Character.isHighSurrogate(sign)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(sign) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}

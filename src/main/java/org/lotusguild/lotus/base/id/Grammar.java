package org.lotusguild.lotus.base.id;

import java.nio.charset.StandardCharsets;

/** What all identifiers share: a sigil, a limit of 255 bytes, no control signs. */
final class Grammar {
    private static final int MAX = 255;

    private Grammar() {}

    static void sigil(String text, char sigil, String what) {
        if (text.length() < 2 || text.charAt(0) != sigil) {
            throw new IllegalArgumentException("not a " + what + ", it must begin with " + sigil + ": " + shown(text));
        }
        plain(text, what);
    }

    static void plain(String text, String what) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX) {
            throw new IllegalArgumentException("not a " + what + ", it must have 1 to 255 bytes: " + shown(text));
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new IllegalArgumentException("not a " + what + ", it has control signs: " + shown(text));
        }
    }

    static void serverPart(String text, String what) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("not a " + what + ", the server part is missing: " + shown(text));
        }
    }

    private static String shown(String text) {
        String cut = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return "\"" + cut.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}

package org.lotusguild.lotus.crypto.machine;

import java.util.regex.Pattern;

/** The shapes that strings of strangers must have before they reach a row. */
final class Shapes {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}");

    private static final Pattern TRANSACTION = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private Shapes() {}

    /** What a stranger calls a conversation: printable, and short enough for a key. */
    static boolean isTransaction(String text) {
        return TRANSACTION.matcher(text).matches();
    }

    /** 32 bytes in unpadded base64: keys, and the ids of Megolm sessions. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }
}

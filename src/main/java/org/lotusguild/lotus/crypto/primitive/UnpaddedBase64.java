package org.lotusguild.lotus.crypto.primitive;

import java.util.Base64;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** Base64 as Matrix writes it: without padding out, with or without it in. */
public final class UnpaddedBase64 {
    private UnpaddedBase64() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws CryptoException {@code MALFORMED} if it is no base64, or not the one text that its bytes have */
    public static byte[] decode(String text) {
        String bare = text;
        while (bare.endsWith("=") && text.length() - bare.length() < 2) {
            bare = bare.substring(0, bare.length() - 1);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(bare);
        } catch (IllegalArgumentException e) {
            throw new CryptoException(Kind.MALFORMED, "not base64");
        }
        if (!encode(bytes).equals(bare)) {
            throw new CryptoException(Kind.MALFORMED, "not base64 in its canonical form");
        }
        return bytes;
    }

    static byte[] decode(String text, int length, String what) {
        byte[] bytes = decode(text);
        if (bytes.length != length) {
            throw new CryptoException(Kind.MALFORMED, "a " + what + " has " + length + " bytes");
        }
        return bytes;
    }
}

package org.lotusguild.lotus.crypto.primitive;

import java.util.Base64;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** Base64 as Matrix writes it: without padding out, with or without it in. */
public final class UnpaddedBase64 {
    private UnpaddedBase64() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Bits beyond the last byte are not looked at, as everywhere in Matrix (the specification's own test key has some): two
     * texts may mean the same bytes, so compare bytes or what {@link #encode} makes of them.
     *
     * @throws CryptoException {@code MALFORMED} if it is no base64, or wrongly padded
     */
    public static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new CryptoException(Kind.MALFORMED, "not base64");
        }
    }

    static byte[] decode(String text, int length, String what) {
        byte[] bytes = decode(text);
        if (bytes.length != length) {
            throw new CryptoException(Kind.MALFORMED, "a " + what + " has " + length + " bytes");
        }
        return bytes;
    }
}

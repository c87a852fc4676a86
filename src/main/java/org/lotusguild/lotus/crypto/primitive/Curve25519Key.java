package org.lotusguild.lotus.crypto.primitive;

import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * A public Curve25519 key: identity key, one-time key, ratchet key.
 *
 * @param base64 32 bytes, unpadded base64. That it is 32 bytes says nothing of its worth: see {@link Curve25519}.
 */
public record Curve25519Key(String base64) implements Comparable<Curve25519Key> {
    static final int LENGTH = 32;

    /** @throws CryptoException {@code MALFORMED} if these are not 32 bytes in base64, padded or not */
    public Curve25519Key {
        base64 = UnpaddedBase64.encode(UnpaddedBase64.decode(base64, LENGTH, "Curve25519 key"));
    }

    /** @throws CryptoException {@code MALFORMED} if these are not 32 bytes in base64, padded or not */
    public static Curve25519Key parse(String text) {
        return new Curve25519Key(text);
    }

    static Curve25519Key of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new CryptoException(Kind.MALFORMED, "a Curve25519 key has 32 bytes");
        }
        return new Curve25519Key(UnpaddedBase64.encode(bytes));
    }

    public byte[] bytes() {
        return UnpaddedBase64.decode(base64);
    }

    @Override
    public int compareTo(Curve25519Key other) {
        return base64.compareTo(other.base64);
    }

    @Override
    public String toString() {
        return base64;
    }
}

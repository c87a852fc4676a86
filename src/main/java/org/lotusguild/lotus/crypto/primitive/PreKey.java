package org.lotusguild.lotus.crypto.primitive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * What stands in a pre-key message: three keys and the first message, whose ratchet key is the fourth. The binding shows
 * none of them, and each is a stranger's key.
 *
 * <p>Source: Olm specification, "Message format": version byte 3, then fields 1 (one-time key), 2 (base key), 3 (identity
 * key), 4 (message).
 */
record PreKey(Curve25519Key oneTimeKey, Curve25519Key baseKey, Curve25519Key identityKey, Curve25519Key ratchetKey) {

    static PreKey parse(OlmMessage message) {
        if (!message.preKey()) {
            throw new CryptoException(Kind.MALFORMED, "not a pre-key message");
        }
        Fields fields = Fields.of(UnpaddedBase64.decode(message.body()), 0);
        return new PreKey(
                Curve25519Key.of(fields.bytes(1)),
                Curve25519Key.of(fields.bytes(2)),
                Curve25519Key.of(fields.bytes(3)),
                ratchetKey(fields.bytes(4)));
    }

    /** The ratchet key of a normal message: field 1; a MAC of 8 bytes follows the fields. */
    static Curve25519Key ratchetKey(byte[] normal) {
        return Curve25519Key.of(Fields.of(normal, 8).bytes(1));
    }

    /** Refuses each key that would make the secret known. Our own one-time key needs no look: it is matched by value. */
    void requireContributory() {
        Curve25519.requireContributory(identityKey);
        Curve25519.requireContributory(baseKey);
        Curve25519.requireContributory(ratchetKey);
    }

    /** Base64 of SHA-256 over identity, base and one-time key. */
    String sessionId() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(identityKey.bytes());
            sha.update(baseKey.bytes());
            sha.update(oneTimeKey.bytes());
            return UnpaddedBase64.encode(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException(Kind.FAILED, "the Java runtime has no SHA-256", e);
        }
    }
}

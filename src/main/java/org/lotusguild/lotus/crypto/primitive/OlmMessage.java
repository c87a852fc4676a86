package org.lotusguild.lotus.crypto.primitive;

/**
 * An Olm message as it stands in {@code ciphertext.<our identity key>}.
 *
 * @param type 0: pre-key message, begins a session; 1: message of a session that both sides have
 * @param body base64
 */
public record OlmMessage(int type, String body) {
    public static final int PRE_KEY = 0;
    public static final int NORMAL = 1;

    public boolean preKey() {
        return type == PRE_KEY;
    }

    /**
     * The id of the session that a pre-key message begins: equal to {@link OlmSession#sessionId()} on both sides.
     *
     * @throws CryptoException {@code MALFORMED} if this is no pre-key message
     */
    public String sessionId() {
        return PreKey.parse(this).sessionId();
    }

    /**
     * The sender's identity key inside a pre-key message.
     *
     * @throws CryptoException {@code MALFORMED} if this is no pre-key message
     */
    public Curve25519Key identityKey() {
        return PreKey.parse(this).identityKey();
    }

    /** The body as we read it, so that the binding cannot read another message out of the same text. */
    String canonicalBody() {
        return UnpaddedBase64.encode(UnpaddedBase64.decode(body));
    }
}

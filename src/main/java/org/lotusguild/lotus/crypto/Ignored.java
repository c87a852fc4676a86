package org.lotusguild.lotus.crypto;

/** Why something that arrived was dropped. Each is counted; none is answered. */
public enum Ignored {
    /** Above 64 KiB. */
    TOO_LARGE,
    /** Not the shape that the specification gives. */
    MALFORMED,
    /** An algorithm that we do not speak. */
    UNKNOWN_ALGORITHM,
    /** No ciphertext for our identity key. */
    NOT_FOR_US,
    /** The same ciphertext came before. */
    SEEN,
    /** A pre-key message for a one-time key that is used up: mostly a replay. */
    UNKNOWN_ONE_TIME_KEY,
    /** A key of small order. */
    WEAK_KEY,
    /** No session could read it: the session is renewed if the device is known. */
    WEDGED,
    /** The text names another sender than the envelope. */
    WRONG_SENDER,
    /** The text is meant for another user. */
    WRONG_RECIPIENT,
    /** The text is meant for another device. */
    WRONG_RECIPIENT_KEYS,
    /** The text names another signing key than the sender's device has. */
    WRONG_KEYS,
    /** The device keys inside the text are not signed by themselves. */
    BAD_DEVICE_SIGNATURE,
    /** A key, secret or dummy that came in clear. */
    NOT_ENCRYPTED,
    /** A room key for a session that belongs to another device, or that we made. */
    FOREIGN_SESSION,
    /** {@code m.forwarded_room_key}: we ask nobody for keys. */
    FORWARDED_KEY,
    /** Others' requests for keys: the backup serves. */
    KEY_REQUEST,
    /** Secrets and requests for secrets: not spoken. */
    SECRET,
    /** In an answer to {@code keys/query}: keys without valid signature, or of another user or device. */
    BAD_DEVICE_KEYS,
    /** In an answer to {@code keys/query}: a known device with other identity keys. The known ones stay. */
    CHANGED_DEVICE_KEYS,
    /** In an answer to {@code keys/claim}: a one-time key that is unsigned, weak or of an unknown device. */
    BAD_ONE_TIME_KEY,
    /** A request of ours that the server refused for good. */
    REFUSED_REQUEST,
    /** An answer of the server that could not be taken in: as if it had refused. */
    UNUSABLE_ANSWER,
    /** A waiting event that made room for newer ones or whose key did not come within a week. */
    GIVEN_UP,
    /** Nobody's doing but ours: a stored session that cannot be read back, a native library that fails. */
    OUR_FAULT,
    /** Words of a verification that is not open, or a request beyond those that may be. */
    VERIFICATION;

    /** Comes to every account of a guild, without ill will. */
    public boolean usual() {
        return switch (this) {
            case SEEN, UNKNOWN_ONE_TIME_KEY, KEY_REQUEST, FORWARDED_KEY, SECRET, GIVEN_UP, VERIFICATION -> true;
            case TOO_LARGE,
                    MALFORMED,
                    UNKNOWN_ALGORITHM,
                    NOT_FOR_US,
                    WEAK_KEY,
                    WEDGED,
                    WRONG_SENDER,
                    WRONG_RECIPIENT,
                    WRONG_RECIPIENT_KEYS,
                    WRONG_KEYS,
                    BAD_DEVICE_SIGNATURE,
                    NOT_ENCRYPTED,
                    FOREIGN_SESSION,
                    BAD_DEVICE_KEYS,
                    CHANGED_DEVICE_KEYS,
                    BAD_ONE_TIME_KEY,
                    REFUSED_REQUEST,
                    OUR_FAULT,
                    UNUSABLE_ANSWER -> false;
        };
    }
}

package org.lotusguild.lotus.crypto.primitive;

import org.jspecify.annotations.Nullable;

/**
 * A primitive refused. The message names what was wrong, never a key or a text. Callers that feed bytes of strangers catch
 * it and decide by {@link #kind()}.
 */
public final class CryptoException extends RuntimeException {
    private final Kind kind;

    public CryptoException(Kind kind, String message) {
        this(kind, message, null);
    }

    CryptoException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What was refused. */
    public enum Kind {
        /** Not base64, not the right length, not the form of a key or message. */
        MALFORMED,
        /** A key of small order or in a form that no honest client makes: nothing may be encrypted to it. */
        WEAK_KEY,
        /** A pre-key message for a one-time key that is used up or was never ours; also a replay. */
        UNKNOWN_ONE_TIME_KEY,
        /** A Megolm message older than the first index that we know. */
        UNKNOWN_INDEX,
        /** Damaged, replayed, or of another session. */
        UNDECRYPTABLE,
        /** A pickle or a key of ours that cannot be read back. */
        UNREADABLE_PICKLE,
        /** The native library cannot be loaded on this machine. */
        NO_NATIVE_LIBRARY,
        /** Anything else that the binding throws. */
        FAILED
    }
}

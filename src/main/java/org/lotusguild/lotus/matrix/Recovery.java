package org.lotusguild.lotus.matrix;

import org.lotusguild.lotus.crypto.recovery.RecoveryKey;

/** What lets an account's owner begin again with nothing but a recovery key. */
public interface Recovery {

    /**
     * Puts the private keys of the account's identity into its secret storage on the homeserver, closed with this key. The
     * same key again renews what is there.
     */
    Outcome store(RecoveryKey key);

    /** What became of it. */
    sealed interface Outcome {
        record Stored() implements Outcome {}

        /** @param why one sentence for people */
        record Refused(String why) implements Outcome {}
    }
}

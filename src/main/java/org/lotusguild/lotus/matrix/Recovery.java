package org.lotusguild.lotus.matrix;

import java.io.IOException;
import java.io.OutputStream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;

/** What lets an account's owner begin again with nothing but a recovery key, and room keys in a file. */
public interface Recovery {

    /**
     * Puts the private keys of the account's identity and of its backup into its secret storage on the homeserver, closed
     * with this key, and begins the backup. The same key again renews what is there.
     */
    Outcome store(RecoveryKey key);

    /**
     * Gets the identity back from secret storage, has the device signed with it, and takes over the room keys of the backup.
     * Again is harmless. Takes as long as the backup is large.
     */
    Outcome restore(RecoveryKey key);

    /** Begins the backup if it is off. */
    BackupReport startBackup();

    BackupReport backup();

    /** Writes all room keys under the passphrase, in the format that every Matrix client reads. @return how many */
    int exportKeys(OutputStream out, Secret passphrase) throws IOException;

    /** Takes over the room keys of a key file. */
    Outcome importKeys(byte[] file, Secret passphrase);

    /** What became of it. */
    sealed interface Outcome {
        record Stored() implements Outcome {}

        /**
         * The room keys that were taken over.
         *
         * @param added new, or reading from an earlier index than before
         * @param known no better than what was there
         * @param unusable damaged or false
         */
        record Restored(int added, int known, int unusable) implements Outcome {}

        /** @param why one sentence for people */
        record Refused(String why) implements Outcome {}
    }
}

package org.lotusguild.lotus.crypto;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;

/**
 * The copy of our room keys on the homeserver, and room keys from elsewhere; inside a step. A backup of the homeserver is
 * used only if its public key is that of our private key or if our own identity signed it.
 */
public interface KeyBackup {

    /**
     * Wants the backup from now on and looks at the homeserver anew. If it has none, one is made (with a new key if we have
     * none); that waits until our identity is published.
     */
    void start();

    BackupReport report();

    /** The private key, if we have it; for secret storage and to open what the backup holds. */
    Optional<BackupKey> key();

    /** Takes the private key over that the account's owner kept in secret storage, and wants the backup from now on. */
    void adopt(BackupKey key);

    /** The stored request that brings the next 100 sessions to the backup; empty if it has them all. */
    Optional<Outgoing> nextUpload();

    /** Sessions of waiting events for which the backup is to be asked now; each comes again later, ever more seldom. */
    List<Missing> missing();

    record Missing(RoomId room, String sessionId) {}

    /**
     * Takes room keys that carry no proof of who made them. Such a session never replaces one that reads from the same index
     * or an earlier one, and replaces a later one only if it is the same session.
     *
     * @param version of the backup they come from; empty if from a file
     */
    Taken take(List<SharedSession> sessions, Optional<String> version);

    /**
     * What became of the keys.
     *
     * @param added new, or reading from an earlier index than before
     * @param known no better than what is there
     * @param unusable damaged, or another session than ours of the same name
     * @param released events that waited for one of them: decrypt them in the same step
     */
    record Taken(int added, int known, int unusable, List<SyncOutcome.Released> released) {
        public Taken {
            released = List.copyOf(released);
        }
    }

    /** A page of all our room keys, in order of session and room. @param after the last one of the page before */
    List<SharedSession> page(Optional<Missing> after, int size);
}

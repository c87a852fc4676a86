package org.lotusguild.lotus.crypto;

import java.util.Optional;

/**
 * Where the copy of our room keys on the homeserver stands.
 *
 * @param version of the backup that keys go to
 * @param kept sessions that it has
 * @param waiting sessions that it does not have yet
 */
public record BackupReport(State state, Optional<String> version, long kept, long waiting) {

    /** What becomes of new keys. */
    public enum State {
        /** Never begun. */
        OFF,
        /** The homeserver has not yet said which backup it has. */
        CHECKING,
        /** New keys go there. */
        ON,
        /** The homeserver has a backup whose key is not ours and that our identity did not sign: nothing goes there. */
        FOREIGN,
        /** The homeserver takes no keys; it is asked again after an hour. */
        REFUSED
    }
}

package org.lotusguild.lotus.crypto;

import tools.jackson.databind.node.ObjectNode;

/** What became of an {@code m.room.encrypted} event of a room. */
public sealed interface Decrypted {

    /**
     * Readable.
     *
     * @param type the inner type, for example {@code m.room.message}
     * @param content the inner content, with {@code m.relates_to} copied in from the envelope
     */
    record Clear(String type, ObjectNode content, Trust trust) implements Decrypted {}

    /** The key is not here yet. The event is stored and comes back as {@link SyncOutcome.Released}. */
    record Waiting(Reason reason) implements Decrypted {}

    /** Never to be read: damaged, replayed, moved from another room, or not of its sender. */
    record Refused(Reason reason) implements Decrypted {}

    /** Why an event was not read; {@code code} of the withheld notice where one came. */
    enum Reason {
        UNKNOWN_SESSION,
        UNKNOWN_INDEX,
        WITHHELD_UNVERIFIED,
        WITHHELD_BLACKLISTED,
        WITHHELD_UNAUTHORISED,
        WITHHELD_NO_OLM,
        WITHHELD_OTHER,
        REPLAYED,
        WRONG_ROOM,
        /** The session belongs to another user: {@link Trust#MISMATCHED_SENDER}. */
        WRONG_SENDER,
        BAD_CIPHERTEXT,
        UNKNOWN_ALGORITHM,
        MALFORMED
    }
}

package org.lotusguild.lotus.crypto.machine;

import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;

/** A session with which one device's messages in one room are read. */
final class Inbound implements AutoCloseable {
    private final Id id;
    private final MegolmInbound megolm;
    private final Owner owner;
    private long highestSeen;

    record Id(RoomId room, String sessionId) {}

    /** Whence the key came. */
    enum Origin {
        /** From the device that made it, over Olm. */
        DIRECT,
        /** We made it. */
        OWN,
        /** From the backup: who made it is only claimed. */
        BACKUP,
        /** From a key file: who made it is only claimed. */
        IMPORTED;

        /** Whether the device proved itself when the key came. */
        boolean proven() {
            return this == DIRECT || this == OWN;
        }
    }

    /**
     * Whose messages the session may carry.
     *
     * @param user whose device it is; null where that is not known
     * @param signingKey of the device, as the envelope of the key named it
     * @param trustAtReceipt counts as long as the device itself is not known to us
     */
    record Owner(
            @Nullable UserId user,
            Curve25519Key identityKey,
            Ed25519Key signingKey,
            Origin origin,
            Trust trustAtReceipt) {

        /** Whether the session may carry events of this user. */
        boolean mayBe(UserId sender) {
            return user == null || user.equals(sender);
        }
    }

    Inbound(Id id, MegolmInbound megolm, Owner owner, long highestSeen) {
        this.id = id;
        this.megolm = megolm;
        this.owner = owner;
        this.highestSeen = highestSeen;
    }

    Id id() {
        return id;
    }

    MegolmInbound megolm() {
        return megolm;
    }

    Owner owner() {
        return owner;
    }

    /** The highest index that any event was read with, stored or about to be. */
    long highestSeen() {
        return highestSeen;
    }

    void saw(long index) {
        highestSeen = Math.max(highestSeen, index);
    }

    @Override
    public void close() {
        megolm.close();
    }
}

package org.lotusguild.lotus.matrix;

import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * The durable send queue of an account. A stored row is a promise: a crash loses nothing, a repeat doubles nothing.
 * Encryption happens when a row reaches the head of its room.
 */
public interface RoomSender {

    /**
     * Stores the event in the caller's transaction; sending begins after its commit.
     *
     * @throws QueueFull at 1,000 rows of the room or 20,000 of the account
     */
    Ticket enqueue(Tx tx, RoomId room, String type, ObjectNode content, SendOptions options);

    /** As {@link #enqueue}, in a transaction of its own. */
    Ticket send(RoomId room, String type, ObjectNode content, SendOptions options);

    /** The event that was stored with this {@link SendOptions#key}, perhaps by an earlier process; kept 7 days. */
    Optional<Ticket> find(Tx tx, String key);

    /** Whether this account sent the event, with a key and within 7 days. */
    boolean hasSent(Tx tx, EventId event);
}

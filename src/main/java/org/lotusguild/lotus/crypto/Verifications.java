package org.lotusguild.lotus.crypto;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import tools.jackson.databind.node.ObjectNode;

/**
 * Emoji verifications (SAS) of the account, inside of a step. They last ten minutes at most and do not outlive the process:
 * their keys are never stored, so after a restart they are cancelled with {@code m.user}. To-device messages go the way of
 * all requests; messages of rooms are taken here. Whom a verification proves is signed with our keys, and trusted from then on.
 */
public interface Verifications {

    /** Those that are not over, and the last that are, oldest first. */
    List<Verification> all();

    /**
     * Asks the user: in the room, else all known devices. Follow the user ({@link Step#track}) and let its list be queried
     * before. An older one with the same user is cancelled; so is the oldest of all if too many are open.
     *
     * @return empty if there is no device to ask
     */
    Optional<Verification> ask(UserId user, Optional<RoomId> room);

    /** Says yes to a request. The list of the other's devices must be here, as for {@link #ask}. */
    void accept(String id);

    /** Our human says that both sides show the same. */
    void agree(String id);

    /** Our human says that they differ. */
    void differ(String id);

    /** Ends it with {@code m.user}. One that is over or unknown stays as it is. */
    void cancel(String id, String why);

    /** Ends what takes too long and what an earlier process left; forgets what has been over for long. */
    void tidy();

    /** An event of a room that may belong to a verification, decrypted. Others are passed over. */
    void receive(RoomEvent event);

    /** What is to be said in rooms since the last call: send it with the step or never. */
    List<RoomMessage> takeRoomMessages();

    /** @param content with {@code m.relates_to} */
    record RoomEvent(RoomId room, EventId id, UserId sender, Instant sentAt, String type, ObjectNode content) {}

    /** @param key of nothing else, for the send queue */
    record RoomMessage(String key, RoomId room, String type, ObjectNode content) {}
}

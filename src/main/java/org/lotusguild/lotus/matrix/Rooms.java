package org.lotusguild.lotus.matrix;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The rooms of an account: what sync told, and what may be done. */
public interface Rooms {
    Set<RoomId> joined();

    /** Whether we are in this room. */
    default boolean isJoined(RoomId room) {
        return joined().contains(room);
    }

    /** As {@link #isJoined(RoomId)}, for callers who are in a transaction. */
    boolean isJoined(Tx tx, RoomId room);

    /** Rooms that we were in once: left, or put out of. */
    Set<RoomId> left();

    /** One state event's content, as last synced; a member's as complete as {@link #joinedMembers}. */
    Optional<ObjectNode> state(RoomId room, String type, String stateKey);

    /** Sticky: once seen encrypted, encrypted for ever. */
    boolean encrypted(RoomId room);

    /** How we stand in a room, in one look. */
    default Outlook outlook(RoomId room) {
        return new Outlook(isJoined(room), encrypted(room), OptionalLong.empty());
    }

    /**
     * How we stand in a room.
     *
     * @param version another one whenever the members, or what decides how the room is encrypted, may have changed; empty
     *     while not all members are known
     */
    record Outlook(boolean joined, boolean encrypted, OptionalLong version) {}

    /** The joined members, complete: asks the homeserver once a room, then follows sync. */
    Set<UserId> joinedMembers(RoomId room);

    /** The invited members, as complete as {@link #joinedMembers}. */
    Set<UserId> invitedMembers(RoomId room);

    PowerLevels powerLevels(RoomId room);

    /** As {@link #powerLevels(RoomId)}, for callers who are in a transaction. */
    PowerLevels powerLevels(Tx tx, RoomId room);

    /** The display name in the room, else the localpart. */
    String displayName(RoomId room, UserId user);

    /** As {@link #displayName(RoomId, UserId)}, for callers who are in a transaction. */
    String displayName(Tx tx, RoomId room, UserId user);

    /** {@link #make}, and waits until sync has shown the room. */
    RoomId create(ObjectNode body);

    /**
     * {@code POST /createRoom} with the body as given. Not repeated after an unknown outcome. Sync may have yet to show the room,
     * or the rest of it.
     */
    RoomId make(ObjectNode body);

    /**
     * Waits until sync has shown that the user is in a room of ours or invited there: only then what is said there can be
     * encrypted for the user. False if the homeserver knows nothing of it.
     *
     * @throws org.lotusguild.lotus.http.HttpFailure of the kind {@code TIMEOUT} if the homeserver knows of it, and sync has not
     *     shown it for half a minute: it may be tried again
     */
    boolean awaitPresent(RoomId room, UserId user);

    void join(RoomId room, List<String> via);

    void leave(RoomId room);

    /** Already invited or joined is success. What is said from then on is encrypted for the user, too. */
    void invite(RoomId room, UserId user);

    /**
     * Shows that we write, for so long; zero: no more. Not repeated.
     *
     * @throws org.lotusguild.lotus.http.HttpFailure or a refusal of the homeserver, which may be passed over
     */
    void typing(RoomId room, Duration time);

    void kick(RoomId room, UserId user, Optional<String> reason);

    void setState(RoomId room, String type, String stateKey, ObjectNode content);

    Optional<RoomId> resolve(RoomAlias alias);

    /** {@code GET /event}: one event as it is now, decrypted if it was encrypted; empty if it is not shown to us. */
    Optional<Incoming> event(RoomId room, EventId id);

    /**
     * {@code GET /relations}: every event that points at {@code target} by {@code relation} now, the oldest first, decrypted
     * where it was encrypted. Redacted ones are not there any more.
     *
     * @param relation {@code m.annotation}, {@code m.reference}
     * @throws IllegalStateException if there are more than 10,000
     */
    List<Incoming> related(RoomId room, EventId target, String relation);
}

package org.lotusguild.lotus.matrix.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a sync answer says about rooms into the tables. */
final class RoomChanges {
    static final Set<String> PRESENT = Set.of(RoomStore.JOIN, RoomStore.INVITE);
    static final String MEMBER = "m.room.member";
    static final String ENCRYPTION = "m.room.encryption";
    /** What decides, beside the members, how a message is encrypted and for whom. */
    private static final Set<String> DECIDING = Set.of(ENCRYPTION, "m.room.history_visibility");

    private static final String TOMBSTONE = "m.room.tombstone";
    private static final String CREATE = "m.room.create";

    private final UserId self;
    private final RoomStore rooms;
    private final StateStore states;
    private final RoomExits exits;
    private final Skipped skipped;

    RoomChanges(UserId self, RoomExits exits, Skipped skipped) {
        this.self = self;
        this.rooms = new RoomStore(self);
        this.states = new StateStore(self);
        this.exits = exits;
        this.skipped = skipped;
    }

    /**
     * State first, then the timeline's state events where they count as state.
     *
     * @return whether we were in the room before
     */
    boolean joined(Tx tx, SyncAnswer.RoomPart part) {
        boolean before =
                rooms.known(tx, part.room()).map(RoomStore.Known::joined).orElse(false);
        if (!before) {
            forget(tx, part.room());
            rooms.membership(tx, part.room(), RoomStore.JOIN);
        }
        rooms.joinedInvite(tx, part.room());
        if (part.limited()) {
            // With lazily loaded members a gap may hide changes: the list is asked for again when it is needed.
            rooms.membersComplete(tx, part.room(), false);
        }
        if (!before && isWhole(part.timeline())) {
            part.timeline().stream()
                    .filter(event -> type(event).equals(MEMBER))
                    .forEach(event -> apply(tx, part.room(), event));
            rooms.membersComplete(tx, part.room(), true);
        }
        part.state().forEach(event -> apply(tx, part.room(), event));
        for (ObjectNode event : part.timeline()) {
            if (part.timelineIsState() && event.has("state_key")) {
                apply(tx, part.room(), event);
            } else if (isEncryption(event)) {
                rooms.encrypted(tx, part.room());
            }
        }
        newest(part.timeline()).ifPresent(event -> rooms.lastEvent(tx, part.room(), event));
        return before;
    }

    /** All that ever happened in a room that we made and never left: then it names every member, and nobody needs to be asked. */
    private boolean isWhole(List<ObjectNode> timeline) {
        return !timeline.isEmpty()
                && type(timeline.getFirst()).equals(CREATE)
                && Json.string(timeline.getFirst(), "sender").orElse("").equals(self.value())
                && timeline.stream()
                        .allMatch(event -> !isOwnMembership(event) || isOwnMembership(event, RoomStore.JOIN));
    }

    /** Left, kicked or banned: the state ends, and so does what waits to be sent. */
    void left(Tx tx, RoomId room) {
        if (rooms.known(tx, room).isEmpty()) {
            return;
        }
        rooms.membership(tx, room, RoomStore.LEAVE);
        rooms.endInvite(tx, room);
        forget(tx, room);
        exits.left(tx, room);
    }

    void invited(Tx tx, SyncAnswer.Invite invite) {
        for (ObjectNode event : invite.strippedState()) {
            if (isOwnMembership(event, RoomStore.INVITE)) {
                invited(tx, invite.room(), event);
                return;
            }
        }
        skipped.part("an invite that does not name us");
    }

    private void invited(Tx tx, RoomId room, ObjectNode event) {
        try {
            UserId inviter = UserId.parse(Json.string(event, "sender").orElse(""));
            boolean direct = Json.at(event, "content", "is_direct").asBoolean(false);
            rooms.membership(tx, room, RoomStore.INVITE);
            rooms.invite(tx, new RoomStore.Invited(room, inviter, direct, Optional.empty()));
        } catch (IllegalArgumentException e) {
            skipped.event(event, "an invite of nobody");
        }
    }

    /** After a first sync: rooms that the answer does not have were left meanwhile. */
    void onlyJoined(Tx tx, List<SyncAnswer.PackedRoom> joined) {
        List<RoomId> present = joined.stream().map(SyncAnswer.PackedRoom::room).toList();
        rooms.joined(tx).stream().filter(room -> !present.contains(room)).forEach(room -> left(tx, room));
    }

    /** The joined and invited that the answer shows. */
    Set<UserId> peopleIn(SyncAnswer.RoomPart part) {
        Set<UserId> people = new HashSet<>();
        Stream.concat(part.state().stream(), part.timeline().stream())
                .filter(event -> type(event).equals(MEMBER))
                .filter(event -> PRESENT.contains(
                        Json.string(event, "content", "membership").orElse("")))
                .flatMap(event -> user(event).stream())
                .forEach(people::add);
        return people;
    }

    private static Optional<UserId> user(ObjectNode member) {
        try {
            return Json.string(member, "state_key").map(UserId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void apply(Tx tx, RoomId room, ObjectNode event) {
        Optional<String> key = Json.string(event, "state_key");
        if (key.isEmpty()) {
            return;
        }
        if (isEncryption(event)) {
            rooms.encrypted(tx, room);
        }
        try {
            if (type(event).equals(MEMBER)) {
                member(tx, room, UserId.parse(key.get()), Json.objectAt(event, "content"));
            } else {
                states.put(tx, room, state(event, key.get()));
                if (DECIDING.contains(type(event))) {
                    rooms.countChange(tx, room);
                }
            }
            if (type(event).equals(TOMBSTONE) && key.get().isEmpty()) {
                upgraded(tx, room, event);
            }
        } catch (IllegalArgumentException e) {
            skipped.event(event, "state that is not what its type says");
        }
    }

    /** Who replaces a room invites us to its successor: the policy decides as it does about any other invite. */
    private void upgraded(Tx tx, RoomId room, ObjectNode tombstone) {
        Optional<String> successor =
                Json.string(tombstone, "content", "replacement_room").filter(text -> !text.isEmpty());
        if (successor.isEmpty()) {
            return;
        }
        RoomId next = RoomId.parse(successor.get());
        if (!rooms.known(tx, next).map(RoomStore.Known::joined).orElse(false)) {
            UserId sender = UserId.parse(Json.string(tombstone, "sender").orElse(""));
            rooms.invite(tx, new RoomStore.Invited(next, sender, isDirect(tx, room), Optional.of(room)));
        }
    }

    private boolean isDirect(Tx tx, RoomId room) {
        return new AccountDataStore(self)
                .content(tx, "m.direct").stream()
                        .flatMap(people -> people.values().stream())
                        .anyMatch(list -> list.valueStream()
                                .anyMatch(id -> id.asString("").equals(room.value())));
    }

    private void member(Tx tx, RoomId room, UserId user, ObjectNode content) {
        String membership = Json.string(content, "membership").orElse(RoomStore.LEAVE);
        if (!RoomStore.MEMBERSHIPS.contains(membership)) {
            throw new IllegalArgumentException("a membership that there is not");
        }
        states.putMember(tx, room, user, membership, content);
        rooms.countChange(tx, room);
    }

    private static StateStore.State state(ObjectNode event, String key) {
        UserId sender = UserId.parse(Json.string(event, "sender").orElse(""));
        return new StateStore.State(type(event), key, sender, Json.objectAt(event, "content"));
    }

    private void forget(Tx tx, RoomId room) {
        states.forgetState(tx, room);
        states.forgetMembers(tx, room);
        rooms.membersComplete(tx, room, false);
        rooms.countChange(tx, room);
    }

    boolean isOwnMembership(ObjectNode event, String membership) {
        return isOwnMembership(event)
                && Json.string(event, "content", "membership").orElse("").equals(membership);
    }

    private boolean isOwnMembership(ObjectNode event) {
        return type(event).equals(MEMBER)
                && Json.string(event, "state_key").orElse("").equals(self.value());
    }

    private static boolean isEncryption(ObjectNode event) {
        return type(event).equals(ENCRYPTION)
                && Json.string(event, "state_key").orElse("none").isEmpty();
    }

    private static Optional<String> newest(List<ObjectNode> timeline) {
        return timeline.isEmpty() ? Optional.empty() : Json.string(timeline.getLast(), "event_id");
    }

    private static String type(ObjectNode event) {
        return Json.string(event, "type").orElse("");
    }
}

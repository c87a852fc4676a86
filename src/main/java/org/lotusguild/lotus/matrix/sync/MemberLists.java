package org.lotusguild.lotus.matrix.sync;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.RoomsApi;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * Complete lists of members. With lazy loading sync shows only some: the homeserver is asked for all once, then sync keeps
 * the list.
 */
final class MemberLists {
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final RoomsApi api;
    private final RoomStore rooms;
    private final StateStore states;
    private final Skipped skipped;

    MemberLists(Database database, RoomsApi api, RoomStore rooms, StateStore states, Skipped skipped) {
        this.database = database;
        this.api = api;
        this.rooms = rooms;
        this.states = states;
        this.skipped = skipped;
    }

    /** Empty for rooms that we are not in. */
    Set<UserId> of(RoomId room, String membership) {
        return complete(room, tx -> states.members(tx, room, membership)).orElseGet(Set::of);
    }

    /** The content of a user's membership; empty for rooms that we are not in. */
    Optional<ObjectNode> one(RoomId room, UserId user) {
        return complete(room, tx -> states.member(tx, room, user)).flatMap(member -> member);
    }

    private <T> Optional<T> complete(RoomId room, Function<Tx, T> look) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<RoomStore.Known> before = database.read(tx -> rooms.known(tx, room));
            if (before.isEmpty() || !before.get().joined()) {
                return Optional.empty();
            }
            if (before.get().membersComplete()) {
                return Optional.of(database.read(look));
            }
            long changes = before.get().changes();
            List<ObjectNode> answer = Sound.roomEvents(api.members(room), skipped);
            database.run(tx -> replace(tx, room, changes, answer));
        }
        throw new IllegalStateException("the members of " + room + " change faster than they can be read");
    }

    /** Not if sync said something meanwhile: the answer may be older than that. */
    private void replace(Tx tx, RoomId room, long changes, List<ObjectNode> answer) {
        Optional<RoomStore.Known> now = rooms.known(tx, room);
        if (now.isEmpty() || !now.get().joined() || now.get().changes() != changes) {
            return;
        }
        states.forgetMembers(tx, room);
        for (ObjectNode event : answer) {
            Optional<String> membership =
                    Json.string(event, "content", "membership").filter(RoomStore.MEMBERSHIPS::contains);
            Optional<UserId> user = Json.string(event, "state_key").flatMap(MemberLists::user);
            if (membership.isPresent() && user.isPresent()) {
                states.putMember(tx, room, user.get(), membership.get(), Json.objectAt(event, "content"));
            }
        }
        rooms.membersComplete(tx, room, true);
        rooms.countChange(tx, room);
    }

    static Optional<UserId> user(String text) {
        try {
            return Optional.of(UserId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

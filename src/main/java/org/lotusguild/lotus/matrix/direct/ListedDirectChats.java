package org.lotusguild.lotus.matrix.direct;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.AccountData;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link DirectChats} by the list in {@code m.direct}, and by what is about to stand there. */
public final class ListedDirectChats implements DirectChats, AutoCloseable {
    private static final int LOCKS = 64;

    private final AccountData data;
    private final Rooms rooms;
    private final Listing listing;
    /** Of a user one room is made, of several at once: the homeserver takes its time for each. */
    private final List<ReentrantLock> opening =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** Made by us and not shown by sync yet: we are in there, though nothing says so. */
    private final Map<UserId, RoomId> fresh = new ConcurrentHashMap<>();

    public ListedDirectChats(UserId self, AccountData data, Rooms rooms, Database database, Pause pause) {
        this.data = data;
        this.rooms = rooms;
        this.listing = new Listing(self, data, rooms, database, pause);
    }

    /** Goes on with what an earlier process could not list. */
    public void start() {
        listing.start();
    }

    /** What is not listed yet is so after the next start. */
    @Override
    public void close() {
        listing.close();
    }

    @Override
    public Optional<RoomId> find(UserId user) {
        List<RoomId> shared = joinedOf(user);
        return shared.stream()
                .filter(room -> rooms.joinedMembers(room).contains(user))
                .findFirst()
                .or(() -> shared.stream()
                        .filter(room -> rooms.invitedMembers(room).contains(user))
                        .findFirst());
    }

    @Override
    public RoomId open(UserId user, boolean encrypted) {
        RoomId room = make(user, encrypted);
        rooms.awaitPresent(room, user);
        return room;
    }

    @Override
    public RoomId make(UserId user, boolean encrypted) {
        ReentrantLock ofUser = opening.get(Math.floorMod(user.hashCode(), LOCKS));
        ofUser.lock();
        try {
            return find(user).or(() -> justMade(user)).orElseGet(() -> made(user, encrypted));
        } finally {
            ofUser.unlock();
        }
    }

    @Override
    public boolean isDirect(RoomId room) {
        if (listing.has(room)) {
            return true;
        }
        JsonNode wanted = Json.tree(room.value());
        for (JsonNode list : content()) {
            for (JsonNode listed : list) {
                if (listed.equals(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void add(UserId user, RoomId room) {
        listing.add(user, room);
    }

    private Optional<RoomId> justMade(UserId user) {
        Optional<RoomId> room = Optional.ofNullable(fresh.get(user));
        if (room.isPresent() && isOver(room.get(), user)) {
            fresh.remove(user);
            return Optional.empty();
        }
        return room;
    }

    /** Sync may have shown us in there, and not yet the user. */
    private boolean isOver(RoomId room, UserId user) {
        return rooms.left().contains(room) || (rooms.isJoined(room) && !rooms.awaitPresent(room, user));
    }

    private RoomId made(UserId user, boolean encrypted) {
        RoomId room = rooms.make(body(user, encrypted));
        fresh.put(user, room);
        add(user, room);
        return room;
    }

    /** Never {@code trusted_private_chat}: in version 12 rooms that makes the guest a creator for ever. */
    private static ObjectNode body(UserId user, boolean encrypted) {
        ObjectNode body = Json.object().put("preset", "private_chat").put("is_direct", true);
        body.putArray("invite").add(user.value());
        ArrayNode state = body.putArray("initial_state");
        if (encrypted) {
            state.add(state("m.room.encryption", "algorithm", "m.megolm.v1.aes-sha2"));
        }
        state.add(state("m.room.history_visibility", "history_visibility", "invited"));
        return body;
    }

    private static ObjectNode state(String type, String field, String value) {
        ObjectNode event = Json.object().put("type", type).put("state_key", "");
        event.putObject("content").put(field, value);
        return event;
    }

    /** In the order of the list: what other clients prefer comes first. */
    private List<RoomId> joinedOf(UserId user) {
        Stream<RoomId> listed = content().path(user.value()).valueStream().flatMap(ListedDirectChats::room);
        return Stream.concat(listed, listing.of(user).stream())
                .distinct()
                .filter(rooms::isJoined)
                .toList();
    }

    /** Other clients write into the list, too. */
    private static Stream<RoomId> room(JsonNode id) {
        try {
            return Stream.of(RoomId.parse(id.asString("")));
        } catch (IllegalArgumentException noId) {
            return Stream.empty();
        }
    }

    private ObjectNode content() {
        return data.get(Listing.TYPE).orElseGet(Json::object);
    }
}

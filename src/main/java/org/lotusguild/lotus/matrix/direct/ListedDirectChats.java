package org.lotusguild.lotus.matrix.direct;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.AccountData;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Rooms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link DirectChats} by the list in {@code m.direct}. */
public final class ListedDirectChats implements DirectChats {
    private static final String TYPE = "m.direct";
    private static final int LOCKS = 64;

    private final AccountData data;
    private final Rooms rooms;
    /** Of a user one room is made, of several at once: the homeserver takes its time for each. */
    private final List<ReentrantLock> opening =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** Made by us and not shown by sync yet: we are in there, though nothing says so. */
    private final Map<UserId, RoomId> fresh = new ConcurrentHashMap<>();

    public ListedDirectChats(AccountData data, Rooms rooms) {
        this.data = data;
        this.rooms = rooms;
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

    /** What we left goes out of the list then. */
    @Override
    public void add(UserId user, RoomId room) {
        Set<String> left = rooms.left().stream().map(RoomId::value).collect(Collectors.toSet());
        left.remove(room.value());
        data.change(TYPE, content -> {
            withoutRooms(content, left);
            ArrayNode list =
                    content.path(user.value()) instanceof ArrayNode there ? there : content.putArray(user.value());
            JsonNode id = Json.tree(room.value());
            if (list.valueStream().noneMatch(id::equals)) {
                list.add(id);
            }
            return content;
        });
    }

    private static void withoutRooms(ObjectNode content, Set<String> left) {
        for (String user : List.copyOf(content.propertyNames())) {
            if (content.path(user) instanceof ArrayNode list
                    && list.removeIf(id -> left.contains(id.asString(""))).isEmpty()) {
                content.remove(user);
            }
        }
    }

    private Optional<RoomId> justMade(UserId user) {
        Optional<RoomId> room = Optional.ofNullable(fresh.get(user));
        if (room.filter(rooms.joined()::contains).isPresent()) {
            fresh.remove(user);
            return Optional.empty();
        }
        return room;
    }

    private RoomId made(UserId user, boolean encrypted) {
        RoomId room = rooms.create(body(user, encrypted));
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
        Set<RoomId> joined = rooms.joined();
        return content()
                .path(user.value())
                .valueStream()
                .map(id -> id.asString(""))
                .flatMap(id -> joined.stream().filter(room -> room.value().equals(id)))
                .toList();
    }

    private ObjectNode content() {
        return data.get(TYPE).orElseGet(Json::object);
    }
}

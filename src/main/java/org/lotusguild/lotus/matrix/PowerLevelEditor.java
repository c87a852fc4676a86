package org.lotusguild.lotus.matrix;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Changes {@code m.room.power_levels}: read, change, write under one lock a room, so that no change undoes another. */
public final class PowerLevelEditor {
    private static final String TYPE = "m.room.power_levels";

    /** @param before what sync showed when we wrote {@code after}; while it still does, the echo has not come */
    private record Written(ObjectNode before, ObjectNode after) {}

    private final Rooms rooms;
    private final Map<RoomId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<RoomId, Written> written = new ConcurrentHashMap<>();

    public PowerLevelEditor(Rooms rooms) {
        this.rooms = rooms;
    }

    /**
     * Writes what {@code change} makes of a copy of the content, if that is different. Creators of a version 12 room are
     * taken out of {@code users}: the homeserver refuses to have them there.
     *
     * @return the content as it is now
     * @throws org.lotusguild.lotus.matrix.api.MatrixException if the homeserver refuses the change
     */
    public ObjectNode change(RoomId room, UnaryOperator<ObjectNode> change) {
        ReentrantLock lock = locks.computeIfAbsent(room, r -> new ReentrantLock());
        lock.lock();
        try {
            ObjectNode synced = rooms.state(room, TYPE, "").orElseGet(Json::object);
            ObjectNode now = Optional.ofNullable(written.get(room))
                    .filter(last -> last.before().equals(synced))
                    .map(Written::after)
                    .orElse(synced);
            ObjectNode wanted = asRead(withoutCreators(room, change.apply(now.deepCopy())));
            if (wanted.equals(now)) {
                return now;
            }
            rooms.setState(room, TYPE, "", wanted);
            written.put(room, new Written(synced.deepCopy(), wanted.deepCopy()));
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private ObjectNode withoutCreators(RoomId room, ObjectNode content) {
        if (content.path("users") instanceof ObjectNode users) {
            rooms.powerLevels(room).creators().forEach(creator -> users.remove(creator.value()));
        }
        return content;
    }

    /** As it would be after reading it: a level written as a long is the same as one read as an int. */
    private static ObjectNode asRead(ObjectNode content) {
        return Json.parseObject(Json.text(content));
    }
}

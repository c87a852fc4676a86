package org.lotusguild.lotus.matrix.keys;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.matrix.Rooms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How each room is encrypted now, read from its state. */
public final class RoomPolicies {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration FLOOR = Duration.ofHours(1);
    private static final long MESSAGES = 100;
    /** Who is invited may read what is said meanwhile. */
    private static final Set<String> INVITED_READ = Set.of("invited", "shared", "world_readable");

    private final Rooms rooms;
    private final RoomPolicy.ShareWith shareWith;
    private final Map<RoomId, Known> known = new ConcurrentHashMap<>();

    /** A policy, and of which version of the room it is. */
    private record Known(long version, RoomPolicy policy) {}

    public RoomPolicies(Rooms rooms, RoomPolicy.ShareWith shareWith) {
        this.rooms = rooms;
        this.shareWith = shareWith;
    }

    /**
     * The algorithm may be one that the machine refuses, or {@code ""} where later state took the event's content away.
     *
     * @param version of {@link Rooms#outlook}: while it stays, the room is not read again
     */
    public RoomPolicy of(RoomId room, OptionalLong version) {
        if (version.isEmpty()) {
            return read(room);
        }
        Known last = known.get(room);
        if (last == null || last.version() != version.getAsLong()) {
            last = new Known(version.getAsLong(), read(room));
            known.put(room, last);
        }
        return last.policy();
    }

    private RoomPolicy read(RoomId room) {
        ObjectNode encryption = rooms.state(room, "m.room.encryption", "").orElseGet(Json::object);
        String visibility = rooms.state(room, "m.room.history_visibility", "")
                .flatMap(content -> Json.string(content, "history_visibility"))
                .orElse("shared");
        return new RoomPolicy(
                Json.string(encryption, "algorithm").orElse(""),
                period(encryption.path("rotation_period_ms")),
                messages(encryption.path("rotation_period_msgs")),
                visibility,
                shareWith,
                readers(room, visibility));
    }

    private Set<UserId> readers(RoomId room, String visibility) {
        Set<UserId> readers = new HashSet<>(rooms.joinedMembers(room));
        if (INVITED_READ.contains(visibility)) {
            readers.addAll(rooms.invitedMembers(room));
        }
        return readers;
    }

    private static Duration period(JsonNode millis) {
        if (!millis.isIntegralNumber() || !millis.canConvertToLong() || millis.longValue() <= 0) {
            return WEEK;
        }
        Duration asked = Duration.ofMillis(millis.longValue());
        return asked.compareTo(FLOOR) < 0 ? FLOOR : asked;
    }

    private static long messages(JsonNode count) {
        boolean usable = count.isIntegralNumber() && count.canConvertToLong() && count.longValue() > 0;
        return usable ? count.longValue() : MESSAGES;
    }
}

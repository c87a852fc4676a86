package org.lotusguild.lotus.matrix;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may do what in a room. In version 12 creators stand above every level and are not listed.
 *
 * @param creators empty before room version 12
 */
public record PowerLevels(
        Set<UserId> creators,
        Map<UserId, Long> users,
        long usersDefault,
        Map<String, Long> events,
        long eventsDefault,
        long stateDefault,
        long invite,
        long kick,
        long ban,
        long redact) {
    private static final long MODERATOR = 50;
    private static final long OWNER = 100;
    private static final Set<String> BEFORE_CREATORS = Set.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");

    public PowerLevels {
        creators = Set.copyOf(creators);
        users = Map.copyOf(users);
        events = Map.copyOf(events);
    }

    /**
     * Reads a room's state. Unknown room versions count as like 12. Levels may be texts in rooms before version 10; what is
     * no level counts as absent.
     *
     * @param creator sender of {@code m.room.create}
     * @param create content of {@code m.room.create}
     * @param levels content of {@code m.room.power_levels}; empty where the room has none
     */
    public static PowerLevels of(UserId creator, ObjectNode create, Optional<ObjectNode> levels) {
        boolean creatorsRule = creatorsRule(create);
        Map<UserId, Long> nobodyElse = creatorsRule ? Map.of() : Map.of(creator, OWNER);
        ObjectNode content = levels.orElseGet(Json::object);
        return new PowerLevels(
                creatorsRule ? creators(creator, create) : Set.of(),
                levels.isPresent() ? users(content) : nobodyElse,
                level(content, "users_default", 0),
                events(content),
                level(content, "events_default", 0),
                level(content, "state_default", MODERATOR),
                level(content, "invite", 0),
                level(content, "kick", MODERATOR),
                level(content, "ban", MODERATOR),
                level(content, "redact", MODERATOR));
    }

    public PowerLevel of(UserId user) {
        if (creators.contains(user)) {
            return new PowerLevel.Creator();
        }
        return new PowerLevel.Level(users.getOrDefault(user, usersDefault));
    }

    public boolean atLeast(UserId user, long level) {
        return of(user).atLeast(level);
    }

    /** Whether {@code user} stands strictly above {@code other}. Nobody stands above a creator. */
    public boolean above(UserId user, UserId other) {
        return switch (of(other)) {
            case PowerLevel.Creator() -> false;
            case PowerLevel.Level(long level) -> level < Long.MAX_VALUE && atLeast(user, level + 1);
        };
    }

    public boolean mayKick(UserId user, UserId target) {
        return atLeast(user, kick) && above(user, target);
    }

    private static boolean creatorsRule(ObjectNode create) {
        JsonNode version = create.path("room_version");
        return !version.isMissingNode() && !BEFORE_CREATORS.contains(version.asString(""));
    }

    private static Set<UserId> creators(UserId creator, ObjectNode create) {
        Set<UserId> all = new HashSet<>();
        all.add(creator);
        create.path("additional_creators").forEach(id -> user(id.asString("")).ifPresent(all::add));
        return all;
    }

    private static Map<UserId, Long> users(ObjectNode content) {
        Map<UserId, Long> users = new HashMap<>();
        Json.objectAt(content, "users")
                .forEachEntry((id, level) ->
                        user(id).ifPresent(user -> number(level).ifPresent(value -> users.put(user, value))));
        return users;
    }

    private static Map<String, Long> events(ObjectNode content) {
        Map<String, Long> events = new HashMap<>();
        Json.objectAt(content, "events")
                .forEachEntry((type, level) -> number(level).ifPresent(value -> events.put(type, value)));
        return events;
    }

    private static long level(ObjectNode content, String name, long otherwise) {
        return number(content.path(name)).orElse(otherwise);
    }

    private static Optional<Long> number(JsonNode level) {
        if (level.isIntegralNumber() && level.canConvertToLong()) {
            return Optional.of(level.longValue());
        }
        try {
            return level.isString()
                    ? Optional.of(Long.parseLong(level.stringValue().strip()))
                    : Optional.empty();
        } catch (NumberFormatException notALevel) {
            return Optional.empty();
        }
    }

    private static Optional<UserId> user(String text) {
        try {
            return Optional.of(UserId.parse(text));
        } catch (IllegalArgumentException notAUser) {
            return Optional.empty();
        }
    }
}

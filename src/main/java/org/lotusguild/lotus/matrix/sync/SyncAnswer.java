package org.lotusguild.lotus.matrix.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer to {@code /sync}, parsed: only sound events are left. */
record SyncAnswer(
        String nextBatch,
        SyncChanges encryption,
        List<ObjectNode> accountData,
        List<RoomPart> joined,
        List<Invite> invited,
        List<RoomPart> left) {
    private static final Logger LOG = LoggerFactory.getLogger(SyncAnswer.class);
    private static final String STATE_AFTER = "state_after";
    private static final String UNSTABLE_STATE_AFTER = "org.matrix.msc4222.state_after";

    /**
     * One room of the answer.
     *
     * @param state what to apply as state before the timeline, or instead of it
     * @param timelineIsState whether state events of the timeline change the state as well; not so with {@code state_after}
     * @param limited whether events before the timeline were left out
     */
    record RoomPart(
            RoomId room,
            List<ObjectNode> state,
            boolean timelineIsState,
            List<ObjectNode> timeline,
            boolean limited,
            Optional<String> prevBatch) {}

    record Invite(RoomId room, List<ObjectNode> strippedState) {}

    /** @throws MalformedJson if the answer has no position: then nothing of it can be used */
    static SyncAnswer of(ObjectNode tree) {
        return new SyncAnswer(
                Json.string(tree, "next_batch").orElseThrow(() -> new MalformedJson("no next_batch", null)),
                changes(tree),
                Sound.plainEvents(Json.at(tree, "account_data", "events")),
                rooms(Json.at(tree, "rooms", "join"), SyncAnswer::part),
                rooms(Json.at(tree, "rooms", "invite"), SyncAnswer::invite),
                rooms(Json.at(tree, "rooms", "leave"), SyncAnswer::part));
    }

    private static <T> List<T> rooms(JsonNode section, BiFunction<RoomId, JsonNode, T> reader) {
        List<T> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> room : section.properties()) {
            try {
                all.add(reader.apply(RoomId.parse(room.getKey()), room.getValue()));
            } catch (IllegalArgumentException e) {
                LOG.atWarn().addKeyValue("why", e.getMessage()).log("malformed room skipped");
            }
        }
        return all;
    }

    private static RoomPart part(RoomId room, JsonNode tree) {
        JsonNode after = tree.has(STATE_AFTER) ? tree.path(STATE_AFTER) : tree.path(UNSTABLE_STATE_AFTER);
        JsonNode state = after.isObject() ? after : tree.path("state");
        JsonNode timeline = tree.path("timeline");
        return new RoomPart(
                room,
                Sound.roomEvents(state.path("events")),
                !after.isObject(),
                Sound.roomEvents(timeline.path("events")),
                timeline.path("limited").asBoolean(false),
                Json.string(timeline, "prev_batch"));
    }

    /** Stripped state has no event ids. */
    private static Invite invite(RoomId room, JsonNode tree) {
        return new Invite(room, Sound.plainEvents(Json.at(tree, "invite_state", "events")));
    }

    private static SyncChanges changes(ObjectNode tree) {
        Map<String, Integer> counts = new HashMap<>();
        tree.path("device_one_time_keys_count").properties().forEach(c -> {
            if (c.getValue().canConvertToInt()) {
                counts.put(c.getKey(), c.getValue().intValue());
            }
        });
        return new SyncChanges(
                Sound.plainEvents(Json.at(tree, "to_device", "events")),
                users(Json.at(tree, "device_lists", "changed")),
                users(Json.at(tree, "device_lists", "left")),
                counts,
                unusedFallback(tree));
    }

    private static Optional<Set<String>> unusedFallback(ObjectNode tree) {
        JsonNode types = tree.has("device_unused_fallback_key_types")
                ? tree.path("device_unused_fallback_key_types")
                : tree.path("org.matrix.msc2732.device_unused_fallback_key_types");
        if (!types.isArray()) {
            return Optional.empty();
        }
        Set<String> all = new HashSet<>();
        types.forEach(t -> all.add(t.asString("")));
        return Optional.of(all);
    }

    private static Set<UserId> users(JsonNode list) {
        Set<UserId> all = new HashSet<>();
        for (JsonNode user : list) {
            try {
                all.add(UserId.parse(user.asString("")));
            } catch (IllegalArgumentException e) {
                LOG.atWarn().addKeyValue("why", e.getMessage()).log("malformed user id skipped");
            }
        }
        return all;
    }
}

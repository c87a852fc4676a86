package org.lotusguild.lotus.matrix.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.SyncChanges;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer to {@code /sync}, parsed: only sound events are left. Its rooms are packed as they come in and opened one by one,
 * so that a large answer takes hardly more memory than it has bytes.
 */
record SyncAnswer(
        String nextBatch,
        SyncChanges encryption,
        List<ObjectNode> accountData,
        List<PackedRoom> joined,
        List<Invite> invited,
        List<PackedRoom> left) {
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

    /**
     * One room of the answer as its text.
     *
     * @param text of the parts that count; a text and not bytes, since strangers' words may not be valid UTF-8
     */
    record PackedRoom(RoomId room, boolean limited, Optional<String> prevBatch, String text) {

        static PackedRoom of(RoomId room, JsonNode tree) {
            ObjectNode kept = Json.object();
            for (String name : List.of(STATE_AFTER, UNSTABLE_STATE_AFTER, "state", "timeline")) {
                if (tree.has(name)) {
                    kept.set(name, tree.get(name));
                }
            }
            JsonNode timeline = tree.path("timeline");
            return new PackedRoom(
                    room,
                    timeline.path("limited").asBoolean(false),
                    Json.string(timeline, "prev_batch"),
                    Json.text(kept));
        }

        RoomPart open(Skipped skipped) {
            return part(room, Json.parseStrangers(text), skipped);
        }
    }

    /** Takes an answer in while it arrives. */
    static final class Reading implements Json.Members {
        private final Skipped skipped;
        private final List<PackedRoom> joined = new ArrayList<>();
        private final List<Invite> invited = new ArrayList<>();
        private final List<PackedRoom> left = new ArrayList<>();

        Reading(Skipped skipped) {
            this.skipped = skipped;
        }

        @Override
        public void take(List<String> place, String name, JsonNode tree) {
            try {
                RoomId room = RoomId.parse(name);
                switch (place.getLast()) {
                    case "join" -> joined.add(PackedRoom.of(room, tree));
                    case "invite" -> invited.add(invite(room, tree, skipped));
                    default -> left.add(PackedRoom.of(room, tree));
                }
            } catch (IllegalArgumentException | MalformedJson e) {
                skipped.part("a room without a room's id");
            }
        }

        /** @throws MalformedJson if the answer has no position: then nothing of it can be used */
        SyncAnswer whole(ObjectNode rest) {
            return new SyncAnswer(
                    Json.string(rest, "next_batch").orElseThrow(() -> new MalformedJson("no next_batch", null)),
                    changes(rest, skipped),
                    Sound.plainEvents(Json.at(rest, "account_data", "events"), skipped),
                    joined,
                    invited,
                    left);
        }
    }

    private static RoomPart part(RoomId room, JsonNode tree, Skipped skipped) {
        JsonNode after = tree.has(STATE_AFTER) ? tree.path(STATE_AFTER) : tree.path(UNSTABLE_STATE_AFTER);
        JsonNode state = after.isObject() ? after : tree.path("state");
        JsonNode timeline = tree.path("timeline");
        return new RoomPart(
                room,
                Sound.roomEvents(state.path("events"), skipped),
                !after.isObject(),
                Sound.roomEvents(timeline.path("events"), skipped),
                timeline.path("limited").asBoolean(false),
                Json.string(timeline, "prev_batch"));
    }

    /** Stripped state has no event ids. */
    private static Invite invite(RoomId room, JsonNode tree, Skipped skipped) {
        return new Invite(room, Sound.plainEvents(Json.at(tree, "invite_state", "events"), skipped));
    }

    private static SyncChanges changes(ObjectNode tree, Skipped skipped) {
        Map<String, Integer> counts = new HashMap<>();
        tree.path("device_one_time_keys_count").properties().forEach(c -> {
            if (c.getValue().canConvertToInt()) {
                counts.put(c.getKey(), c.getValue().intValue());
            }
        });
        return new SyncChanges(
                Sound.plainEvents(Json.at(tree, "to_device", "events"), skipped),
                users(Json.at(tree, "device_lists", "changed"), skipped),
                users(Json.at(tree, "device_lists", "left"), skipped),
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

    private static Set<UserId> users(JsonNode list, Skipped skipped) {
        Set<UserId> all = new HashSet<>();
        for (JsonNode user : list) {
            try {
                all.add(UserId.parse(user.asString("")));
            } catch (IllegalArgumentException e) {
                skipped.part("a device list of nobody");
            }
        }
        return all;
    }
}

package org.lotusguild.lotus.matrix.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps events that can be worked with; others are skipped (of state the bare fact stays), never fatal. */
final class Sound {
    /** Below the codec's 100: an event is written down inside other objects. */
    private static final int MAX_DEPTH = 90;

    private static final int MAX_PROPERTY = 1000;
    private static final int MAX_NAME = 255;
    private static final List<String> ENVELOPE = List.of("event_id", "type", "state_key", "sender", "origin_server_ts");

    private Sound() {}

    /** Events of a room: with id, type, sender, content. */
    static List<ObjectNode> roomEvents(Iterable<? extends JsonNode> list, Skipped skipped) {
        return events(list, skipped, Sound::faultOfRoomEvent, Sound::bare);
    }

    /** State counts even if its content cannot be kept: who left with monstrous words has left all the same. */
    private static Optional<ObjectNode> bare(ObjectNode event) {
        ObjectNode bare = Json.object();
        for (String name : ENVELOPE) {
            if (event.has(name)) {
                bare.set(name, event.get(name));
            }
        }
        ObjectNode content = bare.putObject("content");
        Json.string(event, "content", "membership").ifPresent(word -> content.put("membership", word));
        return event.has("state_key") && faultOfRoomEvent(bare).isEmpty() ? Optional.of(bare) : Optional.empty();
    }

    /** To-device events and account data: with type and content. */
    static List<ObjectNode> plainEvents(Iterable<? extends JsonNode> list, Skipped skipped) {
        return events(list, skipped, Sound::faultOfAny, event -> Optional.empty());
    }

    private static List<ObjectNode> events(
            Iterable<? extends JsonNode> list,
            Skipped skipped,
            Function<ObjectNode, Optional<String>> fault,
            Function<ObjectNode, Optional<ObjectNode>> rest) {
        List<ObjectNode> sound = new ArrayList<>();
        for (JsonNode item : list) {
            Optional<String> why = item instanceof ObjectNode event ? fault.apply(event) : Optional.of("not an object");
            if (why.isEmpty()) {
                sound.add((ObjectNode) item);
            } else {
                skipped.event(item, why.get());
                if (item instanceof ObjectNode event) {
                    rest.apply(event).ifPresent(sound::add);
                }
            }
        }
        return sound;
    }

    private static Optional<String> faultOfRoomEvent(ObjectNode event) {
        if (!event.path("event_id").asString("").startsWith("$") || !plain(event.path("event_id"))) {
            return Optional.of("no event id");
        }
        String sender = event.path("sender").asString("");
        if (!sender.startsWith("@") || sender.indexOf(':') < 1 || !plain(event.path("sender"))) {
            return Optional.of("no sender");
        }
        if (event.has("state_key") && !plain(event.path("state_key"))) {
            return Optional.of("a state key that is no plain text");
        }
        return faultOfAny(event);
    }

    private static Optional<String> faultOfAny(ObjectNode event) {
        if (!plain(event.path("type"))) {
            return Optional.of("no type");
        }
        if (!event.path("content").isObject()) {
            return Optional.of("no content");
        }
        return faultWithin(event);
    }

    /** A text of at most 255 signs without NUL, which no database takes. */
    private static boolean plain(JsonNode node) {
        return node.isString()
                && node.stringValue().length() <= MAX_NAME
                && node.stringValue().indexOf('\0') < 0;
    }

    /** What would not be read again once it is written down. Without recursion: the depth is a stranger's choice. */
    private static Optional<String> faultWithin(JsonNode root) {
        Deque<Map.Entry<JsonNode, Integer>> open = new ArrayDeque<>();
        open.push(Map.entry(root, 1));
        while (!open.isEmpty()) {
            Map.Entry<JsonNode, Integer> at = open.pop();
            if (at.getValue() > MAX_DEPTH) {
                return Optional.of("nested too deeply");
            }
            if (at.getKey().propertyNames().stream().anyMatch(name -> name.length() > MAX_PROPERTY)) {
                return Optional.of("a name that is too long");
            }
            for (JsonNode child : at.getKey()) {
                if (child.isBigInteger()) {
                    return Optional.of("a number that is too large");
                }
                if (child.isContainer()) {
                    open.push(Map.entry(child, at.getValue() + 1));
                }
            }
        }
        return Optional.empty();
    }
}

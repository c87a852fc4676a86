package org.lotusguild.lotus.matrix.sync;

import java.util.Arrays;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Words in which tests tell what a homeserver says. */
final class Told {
    private Told() {}

    static ObjectNode message(String id, String body) {
        return event(
                id, "m.room.message", Json.object().put("msgtype", "m.text").put("body", body));
    }

    static ObjectNode event(String id, String type, ObjectNode content) {
        ObjectNode event = Json.object();
        event.put("event_id", id);
        event.put("type", type);
        event.put("sender", "@alice:example.org");
        event.put("origin_server_ts", SyncBed.NOW.toEpochMilli());
        event.set("content", content);
        event.putObject("unsigned").put("age", 100);
        return event;
    }

    static ObjectNode state(String id, String type, String key, ObjectNode content) {
        return event(id, type, content).put("state_key", key);
    }

    static ObjectNode member(String id, String user, String membership) {
        return state(id, "m.room.member", user, Json.object().put("membership", membership))
                .put("sender", user);
    }

    static ObjectNode before(ObjectNode event, String membership) {
        Json.objectAt(event, "unsigned").putObject("prev_content").put("membership", membership);
        return event;
    }

    static Answered answer(String nextBatch) {
        return new Answered(Json.object().put("next_batch", nextBatch));
    }

    /** A sync answer under construction. */
    record Answered(ObjectNode tree) {
        Answered joined(String room, ObjectNode... timeline) {
            list(part("join", room).withObject("/timeline"), timeline);
            return this;
        }

        Answered limited(String room, String prevBatch, ObjectNode... timeline) {
            joined(room, timeline);
            part("join", room).withObject("/timeline").put("limited", true).put("prev_batch", prevBatch);
            return this;
        }

        Answered state(String room, ObjectNode... events) {
            list(part("join", room).withObject("/state"), events);
            return this;
        }

        Answered stateAfter(String room, ObjectNode... events) {
            list(part("join", room).withObject("/org.matrix.msc4222.state_after"), events);
            return this;
        }

        Answered left(String room, ObjectNode... timeline) {
            list(part("leave", room).withObject("/timeline"), timeline);
            return this;
        }

        Answered invited(String room, String inviter, boolean direct) {
            ObjectNode own = Json.object()
                    .put("type", "m.room.member")
                    .put("state_key", SyncBed.SELF.value())
                    .put("sender", inviter);
            own.putObject("content").put("membership", "invite").put("is_direct", direct);
            list(part("invite", room).withObject("/invite_state"), own);
            return this;
        }

        Answered toDevice(ObjectNode... events) {
            list(tree.withObject("/to_device"), events);
            return this;
        }

        Answered accountData(String type, ObjectNode content) {
            ObjectNode event = Json.object().put("type", type);
            event.set("content", content);
            list(tree.withObject("/account_data"), event);
            return this;
        }

        private ObjectNode part(String section, String room) {
            ObjectNode rooms = tree.withObject("/rooms").withObject("/" + section);
            return rooms.get(room) instanceof ObjectNode there ? there : rooms.putObject(room);
        }

        private static void list(ObjectNode holder, ObjectNode... events) {
            ArrayNode list = holder.withArray("/events");
            Arrays.stream(events).forEach(list::add);
        }
    }
}

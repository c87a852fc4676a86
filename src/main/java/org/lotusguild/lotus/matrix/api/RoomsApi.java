package org.lotusguild.lotus.matrix.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Requests about rooms. */
public final class RoomsApi {
    private static final String ALREADY = "already in the room";
    private static final int RELATIONS_AT_ONCE = 100;
    private static final int MOST_RELATIONS = 10_000;

    private final Wire wire;

    RoomsApi(Wire wire) {
        this.wire = wire;
    }

    /** {@code PUT /send}. The same transaction id again brings the same event id. */
    public EventId send(RoomId room, String type, String txn, ObjectNode content) {
        return event(wire.json(
                Request.put("/v3/rooms/{}/send/{}/{}", room, type, txn).json(content)));
    }

    public EventId redact(RoomId room, EventId target, String txn, Optional<String> reason) {
        ObjectNode body = Json.object();
        reason.ifPresent(r -> body.put("reason", r));
        return event(wire.json(
                Request.put("/v3/rooms/{}/redact/{}/{}", room, target, txn).json(body)));
    }

    /** {@code PUT /state}. Repeated after an unknown outcome: the same state again changes nothing. */
    public EventId setState(RoomId room, String type, String stateKey, ObjectNode content) {
        return event(wire.json(
                Request.put("/v3/rooms/{}/state/{}/{}", room, type, stateKey).json(content)));
    }

    /** {@code GET /state}; empty if the room has none of it. */
    public Optional<ObjectNode> state(RoomId room, String type, String stateKey) {
        return MatrixApi.orNotFound(wire, Request.get("/v3/rooms/{}/state/{}/{}", room, type, stateKey));
    }

    /** {@code GET /joined_rooms}; what is no room id is left out. */
    public List<RoomId> joined() {
        List<RoomId> all = new ArrayList<>();
        for (String text : texts(wire.json(Request.get("/v3/joined_rooms")), "joined_rooms")) {
            if (text.startsWith("!")) {
                all.add(RoomId.parse(text));
            }
        }
        return all;
    }

    /** {@code GET /account_data} of one's own in a room; empty if there is none. */
    public Optional<ObjectNode> accountData(UserId self, RoomId room, String type) {
        return MatrixApi.orNotFound(wire, Request.get("/v3/user/{}/rooms/{}/account_data/{}", self, room, type));
    }

    /** {@code POST /createRoom}. Not repeated after an unknown outcome: there could be two rooms. */
    public RoomId create(ObjectNode body) {
        return RoomId.parse(
                MatrixApi.text(wire.json(Request.post("/v3/createRoom").json(body)), "room_id"));
    }

    /** {@code POST /join}; {@code via}: servers to ask, needed for rooms of others. Already joined is success. */
    public RoomId join(RoomId room, List<String> via) {
        Request request = Request.post("/v3/join/{}", room).json(Json.object());
        for (String server : via) {
            request = request.with("via", server).with("server_name", server);
        }
        return RoomId.parse(MatrixApi.text(wire.json(request), "room_id"));
    }

    public void leave(RoomId room) {
        wire.json(Request.post("/v3/rooms/{}/leave", room).json(Json.object()));
    }

    /** Already joined is success; a second invite is harmless. */
    public void invite(RoomId room, UserId user) {
        try {
            wire.json(
                    Request.post("/v3/rooms/{}/invite", room).json(Json.object().put("user_id", user.value())));
        } catch (MatrixException e) {
            if (!Json.string(e.body(), "error").orElse("").contains(ALREADY)) {
                throw e;
            }
        }
    }

    public void kick(RoomId room, UserId user, Optional<String> reason) {
        ObjectNode body = Json.object().put("user_id", user.value());
        reason.ifPresent(r -> body.put("reason", r));
        wire.json(Request.post("/v3/rooms/{}/kick", room).json(body));
    }

    /** {@code PUT /typing}: for so long; zero: no more. */
    public void typing(RoomId room, UserId self, Duration time) {
        ObjectNode body = Json.object().put("typing", time.isPositive());
        if (time.isPositive()) {
            body.put("timeout", time.toMillis());
        }
        wire.json(Request.put("/v3/rooms/{}/typing/{}", room, self).json(body));
    }

    /** {@code GET /members}: the {@code m.room.member} events of all who have not left. */
    public List<ObjectNode> members(RoomId room) {
        return objects(wire.json(Request.get("/v3/rooms/{}/members", room).with("not_membership", "leave")), "chunk");
    }

    /** {@code GET /messages} backwards from a position, or from the end of the room, newest first. */
    public Page messagesBefore(RoomId room, Optional<String> from, Optional<String> to, int limit) {
        Request newest =
                Request.get("/v3/rooms/{}/messages", room).with("dir", "b").with("limit", Integer.toString(limit));
        Request request = from.map(f -> newest.with("from", f)).orElse(newest);
        ObjectNode answer = wire.json(to.map(t -> request.with("to", t)).orElse(request));
        return new Page(objects(answer, "chunk"), Json.string(answer, "end"));
    }

    /** @param end where the next page begins; empty at the end */
    public record Page(List<ObjectNode> events, Optional<String> end) {}

    /** {@code GET /event}; empty if there is none that we may see. */
    public Optional<ObjectNode> event(RoomId room, EventId id) {
        return MatrixApi.orNotFound(wire, Request.get("/v3/rooms/{}/event/{}", room, id));
    }

    /**
     * {@code GET /relations}, all pages: the events that point at {@code event} by {@code relation}, the newest first.
     *
     * @throws IllegalStateException if there are more than 10,000
     */
    public List<ObjectNode> relations(RoomId room, EventId event, String relation) {
        Request first = Request.get("/v1/rooms/{}/relations/{}/{}", room, event, relation)
                .with("limit", Integer.toString(RELATIONS_AT_ONCE));
        List<ObjectNode> all = new ArrayList<>();
        Optional<String> from = Optional.empty();
        do {
            ObjectNode answer = wire.json(from.map(f -> first.with("from", f)).orElse(first));
            all.addAll(objects(answer, "chunk"));
            from = Json.string(answer, "next_batch");
        } while (from.isPresent() && all.size() <= MOST_RELATIONS);
        if (from.isPresent()) {
            throw new IllegalStateException("more than " + MOST_RELATIONS + " events point at " + event);
        }
        return all;
    }

    /** {@code GET /directory/room}; empty if the alias leads nowhere. */
    public Optional<Resolved> resolve(RoomAlias alias) {
        return MatrixApi.orNotFound(wire, Request.get("/v3/directory/room/{}", alias))
                .map(a -> new Resolved(RoomId.parse(MatrixApi.text(a, "room_id")), texts(a, "servers")));
    }

    public record Resolved(RoomId room, List<String> servers) {}

    private static EventId event(ObjectNode answer) {
        return EventId.parse(MatrixApi.text(answer, "event_id"));
    }

    private static List<String> texts(ObjectNode answer, String field) {
        List<String> all = new ArrayList<>();
        answer.path(field).forEach(s -> all.add(s.asString("")));
        return all;
    }

    private static List<ObjectNode> objects(ObjectNode answer, String field) {
        List<ObjectNode> all = new ArrayList<>();
        answer.path(field).forEach(e -> {
            if (e instanceof ObjectNode event) {
                all.add(event);
            }
        });
        return all;
    }
}

package org.lotusguild.lotus.matrix.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpFailure;
import tools.jackson.databind.node.ObjectNode;

/** Requests about the copy of room keys on the homeserver. Bodies are the crypto machine's business. */
public final class BackupApi {
    private static final Duration ALL = Duration.ofMinutes(15);
    private static final long ALL_CAP = 4L << 30;
    private static final Set<List<String>> ROOMS = Set.of(List.of("rooms"));

    private final Wire wire;

    BackupApi(Wire wire) {
        this.wire = wire;
    }

    /** {@code GET /room_keys/version}: the newest; empty if there is none. */
    public Optional<ObjectNode> version() {
        return MatrixApi.orNotFound(wire, Request.get("/v3/room_keys/version"));
    }

    /** {@code POST /room_keys/version}. Not repeated: each makes another version. */
    public ObjectNode create(ObjectNode body) {
        return wire.json(Request.post("/v3/room_keys/version").json(body));
    }

    /** {@code PUT /room_keys/keys}. */
    public ObjectNode put(String version, ObjectNode body) {
        return wire.json(
                Request.put("/v3/room_keys/keys").with("version", version).json(body));
    }

    /** {@code GET /room_keys/keys/{room}/{session}}; empty if the backup does not have it. */
    public Optional<ObjectNode> session(String version, RoomId room, String sessionId) {
        return MatrixApi.orNotFound(
                wire, Request.get("/v3/room_keys/keys/{}/{}", room, sessionId).with("version", version));
    }

    /**
     * {@code GET /room_keys/keys}: every session, one after the other; what is held at a time is one room's.
     *
     * @param session is told room, session and the session's object, in this order
     */
    public void sessions(String version, Sessions session) {
        Request request = Request.get("/v3/room_keys/keys")
                .with("version", version)
                .timeout(ALL)
                .cap(ALL_CAP);
        wire.once().stream(request, in -> {
            try {
                return Json.parseStrangers(
                        in,
                        ROOMS,
                        (place, room, value) -> Json.objectAt(value, "sessions")
                                .properties()
                                .forEach(entry -> session.on(room, entry.getKey(), Json.objectAt(entry.getValue()))));
            } catch (MalformedJson e) {
                throw new HttpFailure(HttpFailure.Kind.BROKEN, "the backup is no whole JSON object", e);
            }
        });
    }

    /** Is told of the sessions of a backup. */
    @FunctionalInterface
    public interface Sessions {
        void on(String room, String sessionId, ObjectNode session);
    }
}

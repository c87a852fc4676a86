package org.lotusguild.lotus.crypto.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The backups of room keys, with Synapse's habits: only the newest version takes keys, each session once. */
public final class BackupServer {
    private final Map<UserId, List<Version>> users = new HashMap<>();

    private boolean refusing;

    private record Version(ObjectNode body, ObjectNode rooms) {}

    /** {@code GET /room_keys/version}; {@code {}} where there is none. */
    public Answer version(UserId user) {
        List<Version> versions = versions(user);
        return new Answer(
                200,
                versions.isEmpty()
                        ? Json.object()
                        : versions.getLast().body().deepCopy().put("version", Integer.toString(versions.size())));
    }

    /** {@code POST /room_keys/version}. */
    public Answer create(UserId user, ObjectNode body) {
        versions(user).add(new Version(body.deepCopy(), Json.object()));
        return new Answer(
                200,
                Json.object().put("version", Integer.toString(versions(user).size())));
    }

    /** {@code PUT /room_keys/keys}. */
    public Answer put(UserId user, String version, ObjectNode body) {
        if (refusing) {
            return new Answer(400, Json.object().put("errcode", "M_UNKNOWN"));
        }
        if (!version.equals(Integer.toString(versions(user).size()))) {
            return new Answer(403, Json.object().put("errcode", "M_WRONG_ROOM_KEYS_VERSION"));
        }
        ObjectNode rooms = versions(user).getLast().rooms();
        for (Map.Entry<String, JsonNode> room : Json.objectAt(body, "rooms").properties()) {
            rooms.withObjectProperty(room.getKey()).setAll(Json.objectAt(room.getValue(), "sessions"));
        }
        return new Answer(200, Json.object());
    }

    /** What the newest version holds: sessions by room. */
    public ObjectNode rooms(UserId user) {
        return versions(user).getLast().rooms();
    }

    /** The {@code auth_data} of the newest version; changes to it are changes on the server. */
    public ObjectNode authData(UserId user) {
        return Json.objectAt(versions(user).getLast().body(), "auth_data");
    }

    /** Whether it takes no keys for now. */
    public void refuse(boolean yes) {
        refusing = yes;
    }

    /** Somebody deleted all of them. */
    public void forget(UserId user) {
        users.remove(user);
    }

    private List<Version> versions(UserId user) {
        return users.computeIfAbsent(user, none -> new ArrayList<>());
    }
}

package org.lotusguild.lotus.crypto.recovery;

import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import tools.jackson.databind.node.ObjectNode;

/**
 * A room key outside of the store: in a backup or in a key file. Nothing proves who made it; the keys of the device are
 * what the writer claimed.
 *
 * @param key the exported session key
 */
public record SharedSession(RoomId room, String sessionId, Curve25519Key senderKey, Ed25519Key signingKey, Secret key) {
    private static final String ALGORITHM = "m.megolm.v1.aes-sha2";

    /** Of a backup, where room and session stand outside. Empty if it is of another algorithm or not of this shape. */
    public static Optional<SharedSession> read(RoomId room, String sessionId, ObjectNode json) {
        if (!Json.string(json, "algorithm").equals(Optional.of(ALGORITHM))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SharedSession(
                    room,
                    sessionId,
                    Curve25519Key.parse(Json.string(json, "sender_key").orElse("")),
                    Ed25519Key.parse(
                            Json.string(json, "sender_claimed_keys", "ed25519").orElse("")),
                    new Secret(Json.string(json, "session_key").orElse(""))));
        } catch (CryptoException e) {
            return Optional.empty();
        }
    }

    /** Of a key file. Empty as {@link #read(RoomId, String, ObjectNode)}. */
    public static Optional<SharedSession> read(ObjectNode json) {
        try {
            RoomId room = RoomId.parse(Json.string(json, "room_id").orElse(""));
            return read(room, Json.string(json, "session_id").orElse(""), json);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For a backup, before it is closed. */
    public ObjectNode forBackup() {
        ObjectNode json = Json.object().put("algorithm", ALGORITHM);
        json.putArray("forwarding_curve25519_key_chain");
        json.put("sender_key", senderKey.base64());
        json.putObject("sender_claimed_keys").put("ed25519", signingKey.base64());
        return json.put("session_key", key.value());
    }

    /** For a key file. */
    public ObjectNode forFile() {
        return forBackup().put("room_id", room.value()).put("session_id", sessionId);
    }
}

package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.machine.WithheldStore.Notice;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * What others say of room keys that they do not send us. The notices are not encrypted: they explain, they decide nothing.
 * Source: Matrix specification, "Reporting that decryption keys are withheld".
 */
final class Withheld {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST_OF_USER = 500;
    private static final String ALL_ROOMS = "";

    private final Surroundings at;
    private final WithheldStore store;
    private final Waiting waiting;

    Withheld(Surroundings at, Waiting waiting) {
        this.at = at;
        this.store = new WithheldStore(at.account());
        this.waiting = waiting;
    }

    void receive(Tx tx, UserId sender, ObjectNode content) {
        Optional<String> code = Json.string(content, "code");
        if (code.isEmpty()) {
            at.ignore(Ignored.MALFORMED);
            return;
        }
        Reason reason = reason(code.get());
        if (reason == Reason.WITHHELD_NO_OLM) {
            String key = Curve25519Key.parse(Json.string(content, "sender_key").orElse(""))
                    .base64();
            save(tx, ALL_ROOMS, key, new Notice(reason, sender));
            return;
        }
        String session = Json.string(content, "session_id").orElse("");
        if (!Shapes.isKey(session)) {
            at.ignore(Ignored.MALFORMED);
            return;
        }
        RoomId room = RoomId.parse(Json.string(content, "room_id").orElse(""));
        save(tx, room.value(), session, new Notice(reason, sender));
        waiting.explain(tx, room, session, sender, reason);
    }

    private void save(Tx tx, String room, String session, Notice notice) {
        store.save(tx, room, session, notice, at.now());
        store.keepYoungest(tx, notice.sender(), MOST_OF_USER);
    }

    private static Reason reason(String code) {
        return switch (code) {
            case "m.unverified" -> Reason.WITHHELD_UNVERIFIED;
            case "m.blacklisted" -> Reason.WITHHELD_BLACKLISTED;
            case "m.unauthorised" -> Reason.WITHHELD_UNAUTHORISED;
            case "m.no_olm" -> Reason.WITHHELD_NO_OLM;
            default -> Reason.WITHHELD_OTHER;
        };
    }

    /** Why the session's key did not come, if its sender said so. */
    Reason why(Tx tx, RoomId room, String sessionId, UserId sender, Optional<Curve25519Key> senderKey) {
        return store.find(tx, room.value(), sessionId, sender)
                .or(() -> senderKey.flatMap(key -> store.find(tx, ALL_ROOMS, key.base64(), sender)))
                .orElse(Reason.UNKNOWN_SESSION);
    }

    /** The key came after all. */
    void overcome(Tx tx, RoomId room, String sessionId, Curve25519Key senderKey) {
        store.delete(tx, room.value(), sessionId);
        store.delete(tx, ALL_ROOMS, senderKey.base64());
    }

    void forgetOld(Tx tx) {
        store.deleteBefore(tx, at.now().minus(KEPT));
    }
}

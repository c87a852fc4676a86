package org.lotusguild.lotus.crypto.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.machine.Inbound.Origin;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.machine.OutboundStore.OutboundRow;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Our outbound sessions: made, renewed and used. Who is told of them is {@link Sharing}'s part. */
final class RoomKeys implements AutoCloseable {
    private static final String RELATION = "m.relates_to";

    private final Surroundings at;
    private final AccountKeys account;
    private final InboundSessions inbound;
    private final OutboundStore store;
    private final Map<RoomId, Outbound> rooms = new HashMap<>();

    RoomKeys(Surroundings at, AccountKeys account, InboundSessions inbound) {
        this.at = at;
        this.account = account;
        this.inbound = inbound;
        this.store = new OutboundStore(at);
    }

    OutboundStore store() {
        return store;
    }

    @Nullable
    Outbound find(Tx tx, RoomId room) {
        Outbound cached = rooms.get(room);
        if (cached != null) {
            return cached;
        }
        Optional<OutboundRow> row = store.find(tx, room);
        row.ifPresent(found -> rooms.put(room, Outbound.restore(found, store.shared(tx, room))));
        return rooms.get(room);
    }

    /** A new session instead of the old one. We keep a copy to read our own messages. */
    Outbound renew(Tx tx, RoomId room, RoomPolicy policy) {
        Outbound made = Outbound.create(policy, at.now());
        Outbound old = rooms.put(room, made);
        if (old != null) {
            old.close();
        }
        store.forgetShared(tx, room);
        store.save(tx, room, made.row());
        Secret key = made.megolm().sessionKey();
        Owner own = new Owner(at.user(), account.identityKey(), account.signingKey(), Origin.OWN, Trust.VERIFIED);
        inbound.accept(tx, room, MegolmInbound.fromSessionKey(key), own);
        return made;
    }

    EncryptResult encrypt(Outbound session, RoomId room, String type, ObjectNode content) {
        JsonNode relation = content.get(RELATION);
        ObjectNode inner = Json.object().put("type", type);
        inner.set("content", relation == null ? content : content.deepCopy().without(RELATION));
        inner.put("room_id", room.value());

        ObjectNode outer = Json.object();
        outer.put("algorithm", Algorithms.MEGOLM);
        outer.put("sender_key", account.identityKey().base64());
        outer.put("device_id", at.device().value());
        outer.put("session_id", session.megolm().sessionId());
        outer.put("ciphertext", session.encrypt(Json.text(inner)));
        if (relation != null) {
            outer.set(RELATION, relation.deepCopy());
        }
        return new EncryptResult.Encrypted(outer);
    }

    /** The content of {@code m.room_key}, from the present index on. */
    ObjectNode roomKey(Outbound session, RoomId room) {
        return Json.object()
                .put("algorithm", Algorithms.MEGOLM)
                .put("room_id", room.value())
                .put("session_id", session.megolm().sessionId())
                .put("session_key", session.megolm().sessionKey().value());
    }

    void flush(Tx tx) {
        rooms.forEach((room, session) -> {
            if (session.takeChanged()) {
                store.save(tx, room, session.row());
            }
        });
    }

    @Override
    public void close() {
        rooms.values().forEach(Outbound::close);
        rooms.clear();
    }
}

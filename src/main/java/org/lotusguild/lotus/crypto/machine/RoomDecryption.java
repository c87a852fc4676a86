package org.lotusguild.lotus.crypto.machine;

import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound.Plaintext;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the encrypted events of rooms. Given the store it waits for nothing. */
final class RoomDecryption {
    private final InboundSessions sessions;
    private final Owners owners;
    private final ReplayGuard replays;
    private final Waiting waiting;
    private final Withheld withheld;
    private final Devices devices;

    /** The envelope of an event, its shape checked. */
    private record Envelope(
            RoomId room, EventId id, UserId sender, String sessionId, String ciphertext, ObjectNode event) {

        private JsonNode content(String name) {
            return Json.at(event, "content", name);
        }

        private Optional<Curve25519Key> senderKey() {
            return Optional.of(content("sender_key").stringValue(""))
                    .filter(Shapes::isKey)
                    .map(Curve25519Key::new);
        }
    }

    RoomDecryption(
            InboundSessions sessions,
            Owners owners,
            ReplayGuard replays,
            Waiting waiting,
            Withheld withheld,
            Devices devices) {
        this.sessions = sessions;
        this.owners = owners;
        this.replays = replays;
        this.waiting = waiting;
        this.withheld = withheld;
        this.devices = devices;
    }

    Decrypted decrypt(Tx tx, RoomId room, ObjectNode event) {
        if (!Json.string(event, "content", "algorithm").orElse("").equals(Algorithms.MEGOLM)) {
            return new Decrypted.Refused(Reason.UNKNOWN_ALGORITHM);
        }
        Optional<Envelope> envelope = envelope(room, event);
        if (envelope.isEmpty()) {
            return new Decrypted.Refused(Reason.MALFORMED);
        }
        return sessions.find(tx, room, envelope.get().sessionId())
                .map(session -> decrypt(tx, session, envelope.get()))
                .orElseGet(() -> withoutSession(tx, envelope.get()));
    }

    private static Optional<Envelope> envelope(RoomId room, ObjectNode event) {
        String session = Json.string(event, "content", "session_id").orElse("");
        Optional<String> ciphertext = Json.string(event, "content", "ciphertext");
        if (!Shapes.isKey(session) || ciphertext.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Envelope(
                    room,
                    EventId.parse(Json.string(event, "event_id").orElse("")),
                    UserId.parse(Json.string(event, "sender").orElse("")),
                    session,
                    ciphertext.get(),
                    event));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Decrypted decrypt(Tx tx, Inbound session, Envelope envelope) {
        Plaintext plaintext;
        try {
            plaintext = session.megolm().decrypt(envelope.ciphertext());
        } catch (CryptoException e) {
            return e.kind() == Kind.UNKNOWN_INDEX
                    ? await(tx, envelope, Reason.UNKNOWN_INDEX)
                    : new Decrypted.Refused(Reason.BAD_CIPHERTEXT);
        }
        Optional<ObjectNode> inner = inner(plaintext);
        if (inner.isEmpty()) {
            return new Decrypted.Refused(Reason.MALFORMED);
        }
        if (!isFor(inner.get(), envelope.room())) {
            return new Decrypted.Refused(Reason.WRONG_ROOM);
        }
        Optional<Owner> owner = owners.of(tx, session, envelope.sender());
        if (owner.isEmpty()) {
            // The sender may have brought the key on its way to us: if it does, the event comes again.
            await(tx, envelope, Reason.WRONG_SENDER);
            return clear(envelope, inner.get(), Trust.MISMATCHED_SENDER);
        }
        if (!replays.admit(
                tx, session, plaintext.index(), envelope.sender(), envelope.id().value())) {
            return new Decrypted.Refused(Reason.REPLAYED);
        }
        return clear(envelope, inner.get(), trust(tx, owner.get()));
    }

    private static Decrypted clear(Envelope envelope, ObjectNode inner, Trust trust) {
        ObjectNode content = (ObjectNode) inner.get("content");
        JsonNode relation = envelope.content("m.relates_to");
        if (relation.isObject() && !content.has("m.relates_to")) {
            content.set("m.relates_to", relation.deepCopy());
        }
        return new Decrypted.Clear(inner.get("type").stringValue(), content, trust);
    }

    /** The inner event, if it has a type and a content. */
    private static Optional<ObjectNode> inner(Plaintext plaintext) {
        try {
            ObjectNode inner = Json.parseObject(plaintext.text());
            return inner.path("type").isString() && inner.path("content").isObject()
                    ? Optional.of(inner)
                    : Optional.empty();
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private static boolean isFor(ObjectNode inner, RoomId room) {
        return Json.string(inner, "room_id").orElse("").equals(room.value());
    }

    /** No key, or the key of another room: then its text says where it belongs. */
    private Decrypted withoutSession(Tx tx, Envelope envelope) {
        boolean moved = sessions.findElsewhere(tx, envelope.room(), envelope.sessionId())
                .filter(other -> belongsTo(other, envelope))
                .isPresent();
        if (moved) {
            return new Decrypted.Refused(Reason.WRONG_ROOM);
        }
        return await(
                tx,
                envelope,
                withheld.why(tx, envelope.room(), envelope.sessionId(), envelope.sender(), envelope.senderKey()));
    }

    private static boolean belongsTo(Inbound other, Envelope envelope) {
        try {
            return inner(other.megolm().decrypt(envelope.ciphertext()))
                    .filter(inner -> isFor(inner, other.id().room()))
                    .isPresent();
        } catch (CryptoException e) {
            return false;
        }
    }

    private Decrypted await(Tx tx, Envelope envelope, Reason reason) {
        waiting.add(tx, envelope.room(), envelope.sessionId(), envelope.id(), envelope.event(), reason);
        return new Decrypted.Waiting(reason);
    }

    /**
     * What is known now of the device that owns the session. A device that the lists never showed counts as it proved
     * itself when its key came.
     */
    private Trust trust(Tx tx, Owner owner) {
        UserId user = owner.user();
        if (user == null || !owner.origin().proven()) {
            return Trust.UNKNOWN;
        }
        if (owner.origin() == Inbound.Origin.OWN) {
            return Trust.VERIFIED;
        }
        return devices.find(tx, user, owner.identityKey())
                .map(device -> device.deleted() || !device.signingKey().equals(owner.signingKey())
                        ? Trust.UNKNOWN
                        : device.trust())
                .orElse(owner.trustAtReceipt());
    }
}

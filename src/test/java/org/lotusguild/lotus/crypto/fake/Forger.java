package org.lotusguild.lotus.crypto.fake;

import java.util.List;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.MegolmOutbound;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import org.lotusguild.lotus.crypto.primitive.OlmMessage;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import tools.jackson.databind.node.ObjectNode;

/** A device made of bare primitives: it says what it likes. */
public final class Forger implements AutoCloseable {
    private final KeyServer server;
    private final UserId user;
    private final DeviceId device;
    private final OlmAccount account = OlmAccount.create();

    public Forger(KeyServer server, UserId user, DeviceId device) {
        this.server = server;
        this.user = user;
        this.device = device;
        server.login(user, device);
    }

    public UserId user() {
        return user;
    }

    public OlmAccount account() {
        return account;
    }

    /** Shows its device keys to everybody. */
    public void publish() {
        ObjectNode body = Json.object();
        body.set("device_keys", deviceKeys());
        server.upload(user, device, body);
    }

    public ObjectNode deviceKeys() {
        ObjectNode keys = Json.object().put("user_id", user.value()).put("device_id", device.value());
        keys.set("algorithms", Json.tree(List.of("m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2")));
        keys.set(
                "keys",
                Json.object()
                        .put("curve25519:" + device, account.identityKey().base64())
                        .put("ed25519:" + device, account.signingKey().base64()));
        return sign(keys);
    }

    public ObjectNode sign(ObjectNode object) {
        SignedJson.sign(object, user, device.value(), account::sign);
        return object;
    }

    /** Uploads one signed one-time key, whatever its worth. */
    public void offerOneTimeKey(String id, Curve25519Key key) {
        ObjectNode body = Json.object();
        body.putObject("one_time_keys")
                .set("signed_curve25519:" + id, sign(Json.object().put("key", key.base64())));
        server.upload(user, device, body);
    }

    /** An Olm session with the victim, from one of its one-time keys. */
    public OlmSession session(Person victim) {
        ObjectNode claim = Json.object();
        claim.putObject("one_time_keys")
                .putObject(victim.user().value())
                .put(victim.device().value(), "signed_curve25519");
        ObjectNode keys = Json.objectAt(
                server.claim(claim).body(),
                "one_time_keys",
                victim.user().value(),
                victim.device().value());
        String oneTimeKey = Json.string(keys.properties().iterator().next().getValue(), "key")
                .orElseThrow();
        return account.outbound(new Curve25519Key(victim.machine().identityKey()), new Curve25519Key(oneTimeKey));
    }

    /** An honest text for the victim: change it before it is sealed. */
    public ObjectNode inner(Person victim, String type, ObjectNode content) {
        ObjectNode inner = Json.object().put("type", type);
        inner.set("content", content);
        inner.put("sender", user.value());
        inner.put("recipient", victim.user().value());
        inner.set(
                "recipient_keys", Json.object().put("ed25519", victim.machine().fingerprint()));
        inner.set("keys", Json.object().put("ed25519", account.signingKey().base64()));
        inner.set("sender_device_keys", deviceKeys());
        return inner;
    }

    public ObjectNode roomKey(RoomId room, MegolmOutbound session) {
        return Json.object()
                .put("algorithm", "m.megolm.v1.aes-sha2")
                .put("room_id", room.value())
                .put("session_id", session.sessionId())
                .put("session_key", session.sessionKey().value());
    }

    /** The to-device event. */
    public ObjectNode seal(Person victim, OlmSession session, String text) {
        return event(victim, session.encrypt(text));
    }

    public ObjectNode event(Person victim, OlmMessage message) {
        ObjectNode content = Json.object()
                .put("algorithm", "m.olm.v1.curve25519-aes-sha2")
                .put("sender_key", account.identityKey().base64());
        content.putObject("ciphertext")
                .putObject(victim.machine().identityKey())
                .put("type", message.type())
                .put("body", message.body());
        return toDevice("m.room.encrypted", content);
    }

    public ObjectNode toDevice(String type, ObjectNode content) {
        ObjectNode event = Json.object().put("type", type).put("sender", user.value());
        event.set("content", content);
        return event;
    }

    @Override
    public void close() {
        account.close();
    }
}

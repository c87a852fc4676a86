package org.lotusguild.lotus.crypto.machine;

import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.OlmMessage;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** Wraps a to-device event for one device. Source: Matrix specification, "m.olm.v1.curve25519-aes-sha2", MSC4147. */
final class Envelopes {
    private final Surroundings at;
    private final AccountKeys account;
    private final OlmSessions olm;
    private final ObjectNode deviceKeys;

    Envelopes(Surroundings at, AccountKeys account, OlmSessions olm) {
        this.at = at;
        this.account = account;
        this.olm = olm;
        this.deviceKeys = account.deviceKeys();
    }

    String senderKey() {
        return account.identityKey().base64();
    }

    /** The content of the {@code m.room.encrypted} to-device event. Only for a device that we have a session with. */
    ObjectNode wrap(Tx tx, Device device, String type, ObjectNode content) {
        ObjectNode inner = Json.object();
        inner.put("type", type);
        inner.set("content", content);
        inner.put("sender", at.user().value());
        inner.put("recipient", device.ref().user().value());
        inner.set(
                "recipient_keys",
                Json.object().put("ed25519", device.signingKey().base64()));
        inner.set("keys", Json.object().put("ed25519", account.signingKey().base64()));
        inner.set("sender_device_keys", deviceKeys);
        OlmMessage message = olm.encrypt(tx, device, Json.text(inner));

        ObjectNode ciphertext = Json.object();
        ciphertext.set(
                device.identityKey().base64(),
                Json.object().put("type", message.type()).put("body", message.body()));
        ObjectNode outer = Json.object();
        outer.put("algorithm", Algorithms.OLM);
        outer.put("sender_key", account.identityKey().base64());
        outer.set("ciphertext", ciphertext);
        return outer;
    }
}

package org.lotusguild.lotus.crypto.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.Sas;
import org.lotusguild.lotus.crypto.verification.Phase.Comparing;
import org.lotusguild.lotus.crypto.verification.Phase.Proof;
import tools.jackson.databind.node.ObjectNode;

/** The MACs with which each side proves its long-lived keys. Source: specification, "MAC calculation". */
final class Macs {
    private static final String ED = "ed25519:";
    private static final String KEY_LIST = "KEY_IDS";

    private final Sas.Established secret;
    private final String fromUs;
    private final String fromThem;

    Macs(Exchange x, Comparing at) {
        this.secret = at.key().agree(at.theirs());
        String us = x.us().user().value() + x.us().device().value();
        String them = x.them().value() + at.peer().device().value();
        String transaction = x.flow().transaction();
        this.fromUs = "MATRIX_KEY_VERIFICATION_MAC" + us + them + transaction;
        this.fromThem = "MATRIX_KEY_VERIFICATION_MAC" + them + us + transaction;
    }

    /** Our device's key and, if it is ours to vouch for, our master key. */
    ObjectNode ours(Own us) {
        Map<String, String> keys = new TreeMap<>();
        keys.put(ED + us.device(), us.signingKey().base64());
        us.master().ifPresent(master -> keys.put(ED + master, master.base64()));
        ObjectNode content = Json.object();
        ObjectNode macs = content.putObject("mac");
        keys.forEach((id, key) -> macs.put(id, secret.mac(key, fromUs + id)));
        return content.put("keys", secret.mac(String.join(",", keys.keySet()), fromUs + KEY_LIST));
    }

    /** What the other's MACs prove; empty if one of them is false, or they prove nothing that we know. */
    Optional<Proof> check(ObjectNode content, Peer peer) {
        ObjectNode macs = Json.objectAt(content, "mac");
        String ids = String.join(",", new TreeSet<>(macs.propertyNames()));
        if (!holds(Json.string(content, "keys"), ids, KEY_LIST)) {
            return Optional.empty();
        }
        String device = ED + peer.device();
        Optional<String> master = peer.master().map(key -> ED + key);
        boolean deviceShown = macs.has(device);
        boolean masterShown = master.isPresent() && macs.has(master.get());
        boolean fine = (!deviceShown || holds(macs, device, peer.signingKey()))
                && (!masterShown
                        || holds(macs, master.orElseThrow(), peer.master().orElseThrow()))
                && (deviceShown || masterShown);
        return fine ? Optional.of(new Proof(Words.canonical(content), deviceShown, masterShown)) : Optional.empty();
    }

    private boolean holds(ObjectNode macs, String id, Ed25519Key key) {
        return holds(Json.string(macs, id), key.base64(), id);
    }

    private boolean holds(Optional<String> mac, String input, String what) {
        return mac.isPresent() && MessageDigest.isEqual(bytes(mac.get()), bytes(secret.mac(input, fromThem + what)));
    }

    /** Others may pad their base64. */
    private static byte[] bytes(String base64) {
        return base64.replace("=", "").getBytes(StandardCharsets.UTF_8);
    }
}

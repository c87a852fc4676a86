package org.lotusguild.lotus.crypto.identity;

import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The three cross-signing keys, and the form in which they are published. */
enum KeyUsage {
    MASTER("master"),
    SELF_SIGNING("self_signing"),
    USER_SIGNING("user_signing");

    private static final String ED = "ed25519:";

    private final String wire;

    KeyUsage(String wire) {
        this.wire = wire;
    }

    ObjectNode object(UserId user, Ed25519Key key) {
        ObjectNode object = Json.object();
        object.put("user_id", user.value());
        object.putArray("usage").add(wire);
        object.putObject("keys").put(ED + key, key.base64());
        return object;
    }

    /** What a published key turned out to be. */
    sealed interface Reading {
        record Key(Ed25519Key key) implements Reading {}

        record Bad(Refused reason) implements Reading {}
    }

    /** The one key of an object, whose id must repeat it. Signatures are not looked at here. */
    Reading read(UserId user, ObjectNode object) {
        if (!Json.string(object, "user_id").equals(Optional.of(user.value()))) {
            return new Reading.Bad(Refused.WRONG_USER);
        }
        if (!hasUsage(object)) {
            return new Reading.Bad(Refused.WRONG_USAGE);
        }
        ObjectNode keys = Json.objectAt(object, "keys");
        if (keys.size() != 1) {
            return new Reading.Bad(Refused.WRONG_KEYS);
        }
        String id = keys.propertyNames().iterator().next();
        Optional<String> value = Json.string(keys, id);
        if (value.isEmpty() || !id.equals(ED + value.get())) {
            return new Reading.Bad(Refused.WRONG_KEYS);
        }
        return key(value.get());
    }

    /** Published keys are compared as text with signature key ids, so only the canonical (unpadded) form is taken. */
    private static Reading key(String base64) {
        try {
            Ed25519Key key = Ed25519Key.parse(base64);
            if (!key.base64().equals(base64)) {
                return new Reading.Bad(Refused.MALFORMED_KEY);
            }
            return key.weak() ? new Reading.Bad(Refused.WEAK_KEY) : new Reading.Key(key);
        } catch (CryptoException e) {
            return new Reading.Bad(Refused.MALFORMED_KEY);
        }
    }

    private boolean hasUsage(ObjectNode object) {
        for (JsonNode each : Json.at(object, "usage")) {
            if (each.isString() && each.stringValue().equals(wire)) {
                return true;
            }
        }
        return false;
    }
}

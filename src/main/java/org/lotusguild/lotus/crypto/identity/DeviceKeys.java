package org.lotusguild.lotus.crypto.identity;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The published keys of one device, checked: right user and device, strong keys under the right ids, signed by the device.
 *
 * @param json the object as it came, with all signatures and {@code unsigned}
 */
public record DeviceKeys(
        UserId user,
        DeviceId device,
        Set<String> algorithms,
        Curve25519Key identityKey,
        Ed25519Key signingKey,
        ObjectNode json) {
    private static final String CURVE = "curve25519:";
    private static final String ED = "ed25519:";

    public DeviceKeys {
        algorithms = Set.copyOf(algorithms);
        json = json.deepCopy();
    }

    /** What became of an object of {@code device_keys}. */
    public sealed interface Result {
        record Known(DeviceKeys keys) implements Result {}

        /** The device is treated as if it were not there. */
        record Unusable(Refused reason) implements Result {}
    }

    /**
     * Reads {@code device_keys.<user>.<device>} of {@code /keys/query}, or {@code sender_device_keys} of an Olm message.
     * Keys of algorithms that we do not know are passed over; keys of ours under another device id are refused.
     */
    public static Result read(UserId user, DeviceId device, ObjectNode json) {
        if (!Json.string(json, "user_id").equals(Optional.of(user.value()))) {
            return new Result.Unusable(Refused.WRONG_USER);
        }
        if (!Json.string(json, "device_id").equals(Optional.of(device.value()))) {
            return new Result.Unusable(Refused.WRONG_DEVICE);
        }
        Optional<String> curve = Json.string(json, "keys", CURVE + device);
        Optional<String> ed = Json.string(json, "keys", ED + device);
        if (curve.isEmpty() || ed.isEmpty() || hasForeignKeys(json, device)) {
            return new Result.Unusable(Refused.WRONG_KEYS);
        }
        try {
            Curve25519Key identityKey = Curve25519Key.parse(curve.get());
            Ed25519Key signingKey = Ed25519Key.parse(ed.get());
            return checked(new DeviceKeys(user, device, algorithms(json), identityKey, signingKey, json));
        } catch (CryptoException e) {
            return new Result.Unusable(Refused.MALFORMED_KEY);
        }
    }

    private static Result checked(DeviceKeys keys) {
        if (keys.signingKey.weak() || !Curve25519.isContributory(keys.identityKey)) {
            return new Result.Unusable(Refused.WEAK_KEY);
        }
        return keys.signed(keys.json) ? new Result.Known(keys) : new Result.Unusable(Refused.BAD_SIGNATURE);
    }

    private static boolean hasForeignKeys(ObjectNode json, DeviceId device) {
        return Json.objectAt(json, "keys").propertyNames().stream()
                .filter(id -> id.startsWith(CURVE) || id.startsWith(ED))
                .anyMatch(id -> !id.equals(CURVE + device) && !id.equals(ED + device));
    }

    private static Set<String> algorithms(ObjectNode json) {
        Set<String> names = new HashSet<>();
        for (JsonNode each : Json.at(json, "algorithms")) {
            if (each.isString()) {
                names.add(each.stringValue());
            }
        }
        return names;
    }

    /** Whether the object carries a good signature of this device: its own keys, a master key. */
    boolean signed(ObjectNode object) {
        return SignedJson.verifies(object, user, device.value(), signingKey);
    }
}

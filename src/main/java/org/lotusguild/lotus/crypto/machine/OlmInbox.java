package org.lotusguild.lotus.crypto.machine;

import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.identity.DeviceKeys;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.OlmMessage;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Opens to-device events that came over Olm, and believes only what fits: every mismatch is dropped and counted. */
final class OlmInbox {
    private final Surroundings at;
    private final AccountKeys account;
    private final OlmSessions olm;
    private final Devices devices;

    /**
     * An event whose sender is proven as far as it can be.
     *
     * @param trust what is known of the device now
     */
    record Opened(
            UserId sender,
            Curve25519Key senderKey,
            Ed25519Key signingKey,
            Trust trust,
            String type,
            ObjectNode content) {}

    private record Sender(UserId user, Curve25519Key key) {}

    OlmInbox(Surroundings at, AccountKeys account, OlmSessions olm, Devices devices) {
        this.at = at;
        this.account = account;
        this.olm = olm;
        this.devices = devices;
    }

    Optional<Opened> open(Tx tx, UserId user, ObjectNode content) {
        if (!Json.string(content, "algorithm").orElse("").equals(Algorithms.OLM)) {
            return ignored(Ignored.UNKNOWN_ALGORITHM);
        }
        ObjectNode mine =
                Json.objectAt(content, "ciphertext", account.identityKey().base64());
        Optional<String> body = Json.string(mine, "body");
        JsonNode type = mine.path("type");
        if (body.isEmpty() || !type.isInt()) {
            return ignored(Ignored.NOT_FOR_US);
        }
        if (type.intValue() != OlmMessage.PRE_KEY && type.intValue() != OlmMessage.NORMAL) {
            return ignored(Ignored.MALFORMED);
        }
        Sender sender = new Sender(
                user, Curve25519Key.parse(Json.string(content, "sender_key").orElse("")));
        OlmMessage message = new OlmMessage(type.intValue(), body.get());
        if (olm.wasRead(tx, sender.key(), message)) {
            return ignored(Ignored.SEEN);
        }
        return decrypt(tx, sender, message).flatMap(box -> {
            Optional<Opened> opened = check(tx, sender, Json.parseObject(box.plaintext()));
            opened.ifPresent(proven -> proven(tx, sender, box, proven.signingKey()));
            return opened;
        });
    }

    private void proven(Tx tx, Sender sender, OlmSessions.Opened box, Ed25519Key signingKey) {
        Optional<Device> device = devices.find(tx, sender.user(), sender.key());
        boolean known = device.filter(olm::isKnown).isPresent();
        olm.belongs(tx, box, signingKey);
        device.ifPresent(each -> devices.hasOlm(tx, each, known));
    }

    private Optional<OlmSessions.Opened> decrypt(Tx tx, Sender sender, OlmMessage message) {
        try {
            Set<Ed25519Key> signingKeys = devices.signingKeys(tx, sender.user(), sender.key());
            OlmSessions.Opened opened = olm.decrypt(tx, sender.key(), signingKeys, message);
            olm.read(tx, sender.key(), message);
            return Optional.of(opened);
        } catch (CryptoException e) {
            return switch (e.kind()) {
                case UNKNOWN_ONE_TIME_KEY -> ignored(Ignored.UNKNOWN_ONE_TIME_KEY);
                case WEAK_KEY -> ignored(Ignored.WEAK_KEY);
                case MALFORMED -> ignored(Ignored.MALFORMED);
                case UNDECRYPTABLE -> wedged(tx, sender);
                case UNKNOWN_INDEX, UNREADABLE_PICKLE, NO_NATIVE_LIBRARY, FAILED -> throw e;
            };
        }
    }

    private <T> Optional<T> wedged(Tx tx, Sender sender) {
        devices.find(tx, sender.user(), sender.key())
                .filter(device -> !device.deleted() && !device.ref().equals(at.self()))
                .ifPresent(device -> devices.wedged(tx, device));
        return ignored(Ignored.WEDGED);
    }

    private Optional<Opened> check(Tx tx, Sender sender, ObjectNode inner) {
        if (!Json.string(inner, "sender").orElse("").equals(sender.user().value())) {
            return ignored(Ignored.WRONG_SENDER);
        }
        if (!Json.string(inner, "recipient").orElse("").equals(at.user().value())) {
            return ignored(Ignored.WRONG_RECIPIENT);
        }
        String recipientKey = Json.string(inner, "recipient_keys", "ed25519").orElse("");
        if (!recipientKey.equals(account.signingKey().base64())) {
            return ignored(Ignored.WRONG_RECIPIENT_KEYS);
        }
        Optional<String> type = Json.string(inner, "type");
        if (type.isEmpty() || !inner.path("content").isObject()) {
            return ignored(Ignored.MALFORMED);
        }
        return proveDevice(tx, sender, inner, type.get());
    }

    private Optional<Opened> proveDevice(Tx tx, Sender sender, ObjectNode inner, String type) {
        Ed25519Key claimed =
                Ed25519Key.parse(Json.string(inner, "keys", "ed25519").orElse(""));
        Optional<Device> known = devices.find(tx, sender.user(), sender.key());
        if (known.filter(device -> !device.signingKey().equals(claimed)).isPresent()) {
            return ignored(Ignored.WRONG_KEYS);
        }
        Trust trust =
                known.filter(device -> !device.deleted()).map(Device::trust).orElse(Trust.UNKNOWN);
        if (inner.path("sender_device_keys") instanceof ObjectNode shown) {
            Optional<DeviceKeys> keys = read(sender.user(), shown);
            if (keys.isEmpty()) {
                return ignored(Ignored.BAD_DEVICE_SIGNATURE);
            }
            if (!keys.get().identityKey().equals(sender.key())
                    || !keys.get().signingKey().equals(claimed)) {
                return ignored(Ignored.WRONG_KEYS);
            }
            trust = known.isPresent() ? trust : shownTrust(tx, keys.get());
        }
        ObjectNode content = (ObjectNode) inner.get("content");
        return Optional.of(new Opened(sender.user(), sender.key(), claimed, trust, type, content));
    }

    private static Optional<DeviceKeys> read(UserId user, ObjectNode shown) {
        DeviceId device = DeviceId.parse(Json.string(shown, "device_id").orElse(""));
        return switch (DeviceKeys.read(user, device, shown)) {
            case DeviceKeys.Result.Known(DeviceKeys keys) -> Optional.of(keys);
            case DeviceKeys.Result.Unusable unusable -> Optional.empty();
        };
    }

    /** A device that no list has shown yet counts as signed if it brings its owner's signature. */
    private Trust shownTrust(Tx tx, DeviceKeys keys) {
        if (devices.find(tx, new DeviceRef(keys.user(), keys.device())).isPresent()) {
            return Trust.UNKNOWN; // the id is known with other keys
        }
        return devices.identity(tx, keys.user())
                .filter(identity -> SignedJson.verifies(
                        keys.json(), keys.user(), identity.selfSigning(), new Ed25519Key(identity.selfSigning())))
                .map(identity -> identity.verified() ? Trust.VERIFIED : Trust.CROSS_SIGNED)
                .orElse(Trust.UNKNOWN);
    }

    private <T> Optional<T> ignored(Ignored why) {
        at.ignore(why);
        return Optional.empty();
    }
}

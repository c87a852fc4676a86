package org.lotusguild.lotus.crypto.machine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.identity.DeviceKeys;
import org.lotusguild.lotus.crypto.identity.Identity;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.machine.DeviceStore.Shown;
import org.lotusguild.lotus.crypto.machine.IdentityStore.IdentityRow;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks for the device lists that are not current, and takes in what fits of the answers. */
final class KeysQueries {
    private static final Logger LOG = LoggerFactory.getLogger(KeysQueries.class);
    private static final int USERS_A_REQUEST = 250;
    private static final int SERVER_TIMEOUT_MILLIS = 10_000;

    private final Surroundings at;
    private final Tracking tracking;
    private final Devices devices;
    private final CrossSigning crossSigning;
    private final Requests requests;

    KeysQueries(Surroundings at, Tracking tracking, Devices devices, CrossSigning crossSigning, Requests requests) {
        this.at = at;
        this.tracking = tracking;
        this.devices = devices;
        this.crossSigning = crossSigning;
        this.requests = requests;
    }

    /** Makes requests for all due users that no pending request asks for. */
    void ask(Tx tx) {
        Set<String> asked = new HashSet<>();
        requests.ofKind(Request.Kind.KEYS_QUERY)
                .forEach(request -> asked.addAll(request.context().propertyNames()));
        List<UserId> due = tracking.due().stream()
                .filter(user -> !asked.contains(user.value()))
                .toList();
        for (int from = 0; from < due.size(); from += USERS_A_REQUEST) {
            ask(tx, due.subList(from, Math.min(due.size(), from + USERS_A_REQUEST)));
        }
    }

    private void ask(Tx tx, List<UserId> users) {
        ObjectNode all = Json.object();
        ObjectNode sequences = Json.object();
        for (UserId user : users) {
            all.putArray(user.value());
            sequences.put(user.value(), tracking.sequence(user).orElseThrow());
        }
        ObjectNode body = Json.object().put("timeout", SERVER_TIMEOUT_MILLIS);
        body.set("device_keys", all);
        requests.add(tx, Request.Kind.KEYS_QUERY, body, sequences);
    }

    void answered(Tx tx, Request request, ObjectNode answer) {
        for (Map.Entry<String, JsonNode> asked : request.context().properties()) {
            UserId user = new UserId(asked.getKey());
            if (Json.at(answer, "device_keys", user.value()) instanceof ObjectNode shown) {
                takeIn(tx, user, shown, answer);
                tracking.answered(tx, user, asked.getValue().longValue());
            } else {
                tracking.unanswered(tx, user);
            }
        }
    }

    void failed(Tx tx, Request request) {
        request.context().propertyNames().forEach(user -> tracking.unanswered(tx, new UserId(user)));
    }

    private void takeIn(Tx tx, UserId user, ObjectNode shown, ObjectNode answer) {
        identity(tx, user, answer);
        Optional<Ed25519Key> signer = devices.identity(tx, user).map(row -> new Ed25519Key(row.selfSigning()));
        Map<DeviceId, Device> known = new HashMap<>();
        devices.of(tx, user).forEach(device -> known.put(device.ref().device(), device));
        for (Map.Entry<String, JsonNode> entry : shown.properties()) {
            read(user, entry.getKey(), entry.getValue()).ifPresent(keys -> {
                boolean signed = signer.filter(key -> SignedJson.verifies(keys.json(), user, key.base64(), key))
                        .isPresent();
                takeIn(tx, keys, signed, Optional.ofNullable(known.get(keys.device())));
            });
        }
        known.values().stream()
                .filter(device ->
                        !device.deleted() && !shown.has(device.ref().device().value()))
                .forEach(device -> devices.markDeleted(tx, device.ref()));
    }

    private void takeIn(Tx tx, DeviceKeys keys, boolean signed, Optional<Device> known) {
        DeviceRef ref = new DeviceRef(keys.user(), keys.device());
        Shown shown = new Shown(ref, Json.text(keys.json()), keys.identityKey(), keys.signingKey(), signed);
        boolean same = known.filter(device -> device.identityKey().equals(keys.identityKey())
                        && device.signingKey().equals(keys.signingKey()))
                .isPresent();
        if (same) {
            devices.refresh(tx, shown);
            signIfCompared(tx, keys, signed);
        } else if (known.isEmpty() || known.get().deleted()) {
            devices.insert(tx, shown);
        } else {
            at.ignore(Ignored.CHANGED_DEVICE_KEYS);
            LOG.atWarn()
                    .addKeyValue("user", ref.user())
                    .addKeyValue("device", ref.device())
                    .log("a device shows other identity keys than before; the known ones stay");
        }
    }

    /** A device of our own that our human compared gets our signature: now that it is here as the server has it. */
    private void signIfCompared(Tx tx, DeviceKeys keys, boolean signed) {
        if (!signed
                && keys.user().equals(at.user())
                && devices.isCompared(tx, new DeviceRef(keys.user(), keys.device()))) {
            crossSigning.signDevice(tx, keys);
        }
    }

    private Optional<DeviceKeys> read(UserId user, String device, JsonNode json) {
        try {
            if (json instanceof ObjectNode keys
                    && DeviceKeys.read(user, DeviceId.parse(device), keys)
                            instanceof DeviceKeys.Result.Known(DeviceKeys good)
                    && good.algorithms().contains(Algorithms.OLM)) {
                return Optional.of(good);
            }
        } catch (IllegalArgumentException e) {
            LOG.atDebug().addKeyValue("user", user).log("a device id that is none");
        }
        at.ignore(Ignored.BAD_DEVICE_KEYS);
        return Optional.empty();
    }

    private void identity(Tx tx, UserId user, ObjectNode answer) {
        switch (Identity.read(user, answer)) {
            case Identity.Result.Known(Identity identity) -> pin(tx, identity);
            case Identity.Result.Unusable unusable -> at.ignore(Ignored.BAD_DEVICE_KEYS);
            case Identity.Result.Absent absent -> {
                if (user.equals(at.user())) {
                    devices.forgetIdentity(tx, user);
                }
            }
        }
    }

    /** The first master key counts; a changed one counts from now on, and what was verified is so no longer. */
    private void pin(Tx tx, Identity identity) {
        Optional<IdentityRow> before = devices.identity(tx, identity.user());
        boolean same = before.filter(
                        row -> row.master().equals(identity.master().base64()))
                .isPresent();
        boolean vouched = crossSigning.vouchesFor(identity);
        boolean compared = same
                && before.filter(IdentityRow::verified).isPresent()
                && !identity.user().equals(at.user());
        boolean verified = vouched || compared;
        boolean everVerified =
                verified || before.map(IdentityRow::previouslyVerified).orElse(false);
        IdentityRow now = new IdentityRow(
                identity.master().base64(), identity.selfSigning().base64(), verified, everVerified);
        if (before.isPresent() && !same) {
            LOG.atWarn()
                    .addKeyValue("user", identity.user())
                    .addKeyValue("wasVerified", before.get().verified())
                    .log("a user has a new cross-signing identity");
            devices.doubt(tx, identity.user());
        }
        if (!before.equals(Optional.of(now))) {
            devices.saveIdentity(tx, identity.user(), now);
        }
        if (compared && !vouched) {
            crossSigning.signUser(tx, identity);
        }
    }
}

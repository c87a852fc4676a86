package org.lotusguild.lotus.crypto.machine;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks for one-time keys and begins Olm sessions with them: for devices without a session, and for wedged ones. */
final class Claims {
    private static final int SERVER_TIMEOUT_MILLIS = 10_000;
    private static final int DEVICES_A_REQUEST = 250;

    private final Surroundings at;
    private final Devices devices;
    private final OlmSessions olm;
    private final Requests requests;
    private final Envelopes envelopes;

    Claims(Surroundings at, Devices devices, OlmSessions olm, Requests requests, Envelopes envelopes) {
        this.at = at;
        this.devices = devices;
        this.olm = olm;
        this.requests = requests;
        this.envelopes = envelopes;
    }

    /** A claim for devices of these users without a session, 250 each; the pending one if it asks for them already. */
    Optional<Request> missing(Tx tx, Set<UserId> users) {
        Set<DeviceRef> missing = new LinkedHashSet<>();
        for (UserId user : users.stream().sorted().toList()) {
            for (Device device : devices.of(tx, user)) {
                if (isMissing(device)) {
                    missing.add(device.ref());
                }
            }
        }
        Optional<Request> pending = pendingFor(missing);
        missing.removeAll(pendingDevices());
        return missing.isEmpty() ? pending : Optional.of(inBatches(tx, List.copyOf(missing)));
    }

    /** Answers the first of them. */
    private Request inBatches(Tx tx, List<DeviceRef> wanted) {
        Request first = ask(tx, wanted.subList(0, Math.min(wanted.size(), DEVICES_A_REQUEST)));
        for (int from = DEVICES_A_REQUEST; from < wanted.size(); from += DEVICES_A_REQUEST) {
            ask(tx, wanted.subList(from, Math.min(wanted.size(), from + DEVICES_A_REQUEST)));
        }
        return first;
    }

    private boolean isMissing(Device device) {
        return !device.deleted()
                && !device.ref().equals(at.self())
                && device.claimable(at.now())
                && !olm.isKnown(device);
    }

    /** Claims for the wedged devices that no pending request asks for. */
    void renewWedged(Tx tx) {
        Set<DeviceRef> wedged = new LinkedHashSet<>(devices.wedged());
        wedged.removeAll(pendingDevices());
        if (!wedged.isEmpty()) {
            ask(tx, wedged);
        }
    }

    private Request ask(Tx tx, Collection<DeviceRef> wanted) {
        ObjectNode keys = Json.object();
        for (DeviceRef ref : wanted) {
            keys.withObjectProperty(ref.user().value()).put(ref.device().value(), Algorithms.ONE_TIME_KEY);
        }
        ObjectNode body = Json.object().put("timeout", SERVER_TIMEOUT_MILLIS);
        body.set("one_time_keys", keys);
        return requests.add(tx, Request.Kind.KEYS_CLAIM, body, Json.object());
    }

    private Optional<Request> pendingFor(Set<DeviceRef> wanted) {
        return requests.ofKind(Request.Kind.KEYS_CLAIM).stream()
                .filter(request -> devicesOf(request).stream().anyMatch(wanted::contains))
                .findFirst();
    }

    private Set<DeviceRef> pendingDevices() {
        Set<DeviceRef> all = new LinkedHashSet<>();
        requests.ofKind(Request.Kind.KEYS_CLAIM).forEach(request -> all.addAll(devicesOf(request)));
        return all;
    }

    private static List<DeviceRef> devicesOf(Request request) {
        return Json.objectAt(request.body(), "one_time_keys").properties().stream()
                .flatMap(user -> user.getValue().propertyNames().stream()
                        .map(device -> new DeviceRef(new UserId(user.getKey()), new DeviceId(device))))
                .toList();
    }

    void answered(Tx tx, Request request, ObjectNode answer) {
        for (DeviceRef ref : devicesOf(request)) {
            devices.find(tx, ref).filter(device -> !device.deleted()).ifPresent(device -> answered(tx, device, answer));
        }
    }

    private void answered(Tx tx, Device device, ObjectNode answer) {
        boolean wedged = devices.wedged().contains(device.ref());
        if (olm.isKnown(device) && !wedged) {
            return; // the device began a session meanwhile
        }
        ObjectNode keys = Json.objectAt(
                answer,
                "one_time_keys",
                device.ref().user().value(),
                device.ref().device().value());
        if (keys.isEmpty()
                || !begin(tx, device, keys.properties().iterator().next().getValue())) {
            devices.claimFailed(tx, device.ref());
            return;
        }
        devices.hasOlm(tx, device, false);
        if (wedged) {
            devices.unwedged(tx, device.ref());
            sayHello(tx, device);
        }
    }

    private boolean begin(Tx tx, Device device, JsonNode oneTimeKey) {
        DeviceRef ref = device.ref();
        if (!(oneTimeKey instanceof ObjectNode signed)
                || !SignedJson.verifies(signed, ref.user(), ref.device().value(), device.signingKey())) {
            at.ignore(Ignored.BAD_ONE_TIME_KEY);
            return false;
        }
        try {
            olm.begin(tx, device, Curve25519Key.parse(Json.string(signed, "key").orElse("")));
            return true;
        } catch (CryptoException e) {
            at.ignore(Ignored.BAD_ONE_TIME_KEY);
            return false;
        }
    }

    /** Lets the other side learn of the new session. */
    private void sayHello(Tx tx, Device device) {
        ObjectNode messages = Json.object();
        messages.withObjectProperty(device.ref().user().value())
                .set(device.ref().device().value(), envelopes.wrap(tx, device, "m.dummy", Json.object()));
        requests.toDevice(tx, "m.room.encrypted", messages, Json.object());
    }

    /** The server refused: as if none of the devices had keys. */
    void failed(Tx tx, Request request) {
        devicesOf(request).forEach(ref -> devices.claimFailed(tx, ref));
    }
}

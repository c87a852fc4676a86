package org.lotusguild.lotus.crypto.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.machine.Outbound.Told;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Decides which devices get a room's key, tells the rest why not, and renews the session when somebody must lose it. */
final class Sharing {
    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);
    private static final int DEVICES_A_REQUEST = 250;
    private static final String NO_OLM = "m.no_olm";

    private final Surroundings at;
    private final Devices devices;
    private final Tracking tracking;
    private final OlmSessions olm;
    private final Envelopes envelopes;
    private final RoomKeys keys;
    private final Requests requests;

    /** @param code of the withheld notice; empty: the device gets the key */
    private record Verdict(Device device, String code) {}

    Sharing(
            Surroundings at,
            Devices devices,
            Tracking tracking,
            OlmSessions olm,
            Envelopes envelopes,
            RoomKeys keys,
            Requests requests) {
        this.at = at;
        this.devices = devices;
        this.tracking = tracking;
        this.olm = olm;
        this.envelopes = envelopes;
        this.keys = keys;
        this.requests = requests;
    }

    /** The requests that must be acknowledged before the room's session is used. */
    List<Outgoing> share(Tx tx, RoomId room, RoomPolicy policy) {
        Outbound session = keys.find(tx, room);
        if (session == null || session.isWorn(policy, at.now()) || mustLoseKey(tx, session, policy)) {
            session = keys.renew(tx, room, policy);
        }
        tell(tx, room, session, verdicts(tx, session, policy));
        warnIfNobodyReads(room, session, policy);
        session.readyFor(policy, version());
        Set<RequestId> awaited = session.unacknowledged();
        return requests.inSendingOrder().stream()
                .filter(request -> awaited.contains(request.id()))
                .map(Request::outgoing)
                .toList();
    }

    /** The message leaves all the same: what can be done about it is done by people. Said once a session. */
    private void warnIfNobodyReads(RoomId room, Outbound session, RoomPolicy policy) {
        boolean read = session.told().values().stream().anyMatch(Told::hasKey);
        if (!read && !policy.recipients().equals(Set.of(at.user())) && session.messages() == 0) {
            LOG.atWarn()
                    .addKeyValue("room", room)
                    .addKeyValue("withheld", session.told().size())
                    .log("no device can read what is said in this room now");
        }
    }

    EncryptResult encrypt(Tx tx, RoomId room, RoomPolicy policy, String type, ObjectNode content) {
        Outbound session = keys.find(tx, room);
        if (session == null
                || session.isWorn(policy, at.now())
                || !session.unacknowledged().isEmpty()
                || !isComplete(tx, session, policy)) {
            return new EncryptResult.ShareFirst();
        }
        return keys.encrypt(session, room, type, content);
    }

    /** A list that is not current counts against it: only {@link #share} may go on without one, after asking for it. */
    private boolean isComplete(Tx tx, Outbound session, RoomPolicy policy) {
        if (session.isReadyFor(policy, version())) {
            return true;
        }
        boolean complete = policy.recipients().stream().allMatch(tracking::isCurrent)
                && !mustLoseKey(tx, session, policy)
                && verdicts(tx, session, policy).isEmpty();
        if (complete) {
            session.readyFor(policy, version());
        }
        return complete;
    }

    private long version() {
        return devices.version() + tracking.version();
    }

    /** Whether a device has the key that may read no further. */
    private boolean mustLoseKey(Tx tx, Outbound session, RoomPolicy policy) {
        return session.told().entrySet().stream()
                .filter(entry -> entry.getValue().hasKey())
                .anyMatch(entry -> !mayKeep(tx, entry.getKey(), entry.getValue(), policy));
    }

    private boolean mayKeep(Tx tx, DeviceRef ref, Told told, RoomPolicy policy) {
        return policy.recipients().contains(ref.user())
                && devices.find(tx, ref)
                        .filter(device -> !device.deleted()
                                && device.allowedBy(policy.shareWith())
                                && device.identityKey().base64().equals(told.key()))
                        .isPresent();
    }

    /** What is to be told to whom. Users whose list is not current are left out: their devices come with the next share. */
    private List<Verdict> verdicts(Tx tx, Outbound session, RoomPolicy policy) {
        List<Verdict> verdicts = new ArrayList<>();
        for (UserId user : policy.recipients()) {
            if (!tracking.isCurrent(user)) {
                continue;
            }
            for (Device device : devices.of(tx, user)) {
                Optional.of(device)
                        .filter(each -> !each.deleted() && !each.ref().equals(at.self()))
                        .map(each -> verdict(each, session.told().get(each.ref()), policy))
                        .ifPresent(verdicts::add);
            }
        }
        return verdicts;
    }

    private @Nullable Verdict verdict(Device device, @Nullable Told before, RoomPolicy policy) {
        String code = code(device, policy);
        boolean known = before != null
                && before.code().equals(code)
                && before.key().equals(device.identityKey().base64());
        boolean saidBefore = code.equals(NO_OLM) && device.noOlmSent();
        return known || saidBefore ? null : new Verdict(device, code);
    }

    private String code(Device device, RoomPolicy policy) {
        if (!device.allowedBy(policy.shareWith())) {
            return "m.unverified";
        }
        return olm.isKnown(device) ? "" : NO_OLM;
    }

    private void tell(Tx tx, RoomId room, Outbound session, List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return;
        }
        ObjectNode roomKey = keys.roomKey(session, room);
        List<Verdict> sharing =
                verdicts.stream().filter(verdict -> verdict.code().isEmpty()).toList();
        List<Verdict> withheld =
                verdicts.stream().filter(verdict -> !verdict.code().isEmpty()).toList();
        inBatches(
                sharing,
                batch -> send(
                        tx,
                        room,
                        session,
                        "m.room.encrypted",
                        batch,
                        verdict -> envelopes.wrap(tx, verdict.device(), "m.room_key", roomKey)));
        inBatches(
                withheld,
                batch -> send(
                        tx, room, session, "m.room_key.withheld", batch, verdict -> notice(session, room, verdict)));
        withheld.stream()
                .filter(verdict -> verdict.code().equals(NO_OLM))
                .forEach(verdict -> devices.noOlmSent(tx, verdict.device().ref()));
        LOG.atDebug()
                .addKeyValue("room", room)
                .addKeyValue("devices", sharing.size())
                .addKeyValue("withheld", withheld.size())
                .log("shared a room key");
    }

    private static void inBatches(List<Verdict> verdicts, Consumer<List<Verdict>> batch) {
        for (int from = 0; from < verdicts.size(); from += DEVICES_A_REQUEST) {
            batch.accept(verdicts.subList(from, Math.min(verdicts.size(), from + DEVICES_A_REQUEST)));
        }
    }

    private void send(
            Tx tx,
            RoomId room,
            Outbound session,
            String eventType,
            List<Verdict> batch,
            Function<Verdict, ObjectNode> content) {
        ObjectNode messages = Json.object();
        Map<DeviceRef, Told> told = new LinkedHashMap<>();
        for (Verdict verdict : batch) {
            DeviceRef ref = verdict.device().ref();
            messages.withObjectProperty(ref.user().value()).set(ref.device().value(), content.apply(verdict));
            told.put(ref, new Told(verdict.device().identityKey().base64(), verdict.code()));
        }
        Request request =
                requests.toDevice(tx, eventType, messages, Json.object().put("room", room.value()));
        keys.store().insertShared(tx, room, session.tell(request.id(), told));
    }

    /** Source: Matrix specification, {@code m.room_key.withheld}; {@code m.no_olm} is about the device, not the session. */
    private ObjectNode notice(Outbound session, RoomId room, Verdict verdict) {
        ObjectNode notice = Json.object()
                .put("algorithm", Algorithms.MEGOLM)
                .put("sender_key", envelopes.senderKey())
                .put("code", verdict.code())
                .put("reason", reason(verdict.code()));
        if (!verdict.code().equals(NO_OLM)) {
            notice.put("room_id", room.value())
                    .put("session_id", session.megolm().sessionId());
        }
        return notice;
    }

    private static String reason(String code) {
        return code.equals(NO_OLM)
                ? "Unable to establish a secure channel."
                : "The sender shares keys only with devices that their owners have signed.";
    }

    /** The server has (or will never take) this request: the message need not wait for it any more. */
    void settled(Tx tx, Request request) {
        Json.string(request.context(), "room").map(RoomId::new).ifPresent(room -> {
            Outbound session = keys.find(tx, room);
            if (session != null && session.acknowledge(request.id())) {
                keys.store().acknowledge(tx, room, request.id());
            }
        });
    }
}

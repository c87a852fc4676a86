package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.machine.OutboundStore.OutboundRow;
import org.lotusguild.lotus.crypto.machine.OutboundStore.SharedRow;
import org.lotusguild.lotus.crypto.primitive.MegolmOutbound;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The session with which we write to one room, and every device that has its key or was refused it. */
final class Outbound implements AutoCloseable {
    private static final Duration SHORTEST_PERIOD = Duration.ofHours(1);

    private final MegolmOutbound megolm;
    private final Instant created;
    private final String settings;
    private final Map<DeviceRef, Told> told = new HashMap<>();
    private final Set<RequestId> unacknowledged = new HashSet<>();
    private long messages;
    private boolean changed;
    private @Nullable Ready ready;

    /**
     * What a device was told.
     *
     * @param key its identity key then
     * @param code of the withheld notice; empty if it has the room key
     */
    record Told(String key, String code) {
        boolean hasKey() {
            return code.isEmpty();
        }
    }

    /** All that decided that nobody is missing: as long as it is the same, nobody is. */
    record Ready(RoomPolicy policy, long version) {}

    private Outbound(MegolmOutbound megolm, Instant created, String settings, long messages) {
        this.megolm = megolm;
        this.created = created;
        this.settings = settings;
        this.messages = messages;
    }

    static Outbound create(RoomPolicy policy, Instant now) {
        Outbound made = new Outbound(MegolmOutbound.create(), now, settings(policy), 0);
        made.changed = true;
        return made;
    }

    static Outbound restore(OutboundRow row, List<SharedRow> shared) {
        Outbound outbound =
                new Outbound(MegolmOutbound.fromPickle(row.pickle()), row.created(), row.settings(), row.messages());
        for (SharedRow batch : shared) {
            for (JsonNode device : Json.parse(batch.devices())) {
                outbound.told.put(
                        new DeviceRef(
                                new UserId(device.get("user").stringValue()),
                                new DeviceId(device.get("device").stringValue())),
                        new Told(
                                device.get("key").stringValue(),
                                device.get("code").stringValue()));
            }
            if (!batch.acknowledged()) {
                outbound.unacknowledged.add(batch.request());
            }
        }
        return outbound;
    }

    /** Everything of a policy whose change alone makes a new session. */
    private static String settings(RoomPolicy policy) {
        return String.join(
                "|",
                policy.algorithm(),
                policy.rotationPeriod().toString(),
                Long.toString(policy.rotationMessages()),
                policy.historyVisibility(),
                policy.shareWith().name());
    }

    /** How many were encrypted with it. */
    long messages() {
        return messages;
    }

    MegolmOutbound megolm() {
        return megolm;
    }

    Map<DeviceRef, Told> told() {
        return told;
    }

    /** Whether it is used up, whoever the recipients are. */
    boolean isWorn(RoomPolicy policy, Instant now) {
        Duration period =
                policy.rotationPeriod().compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : policy.rotationPeriod();
        return messages >= Math.max(1, policy.rotationMessages())
                || !now.isBefore(created.plus(period))
                || !settings.equals(settings(policy));
    }

    String encrypt(String plaintext) {
        messages++;
        changed = true;
        return megolm.encrypt(plaintext);
    }

    /** One to-device request tells these devices; the answer is the row to store. */
    SharedRow tell(RequestId request, Map<DeviceRef, Told> devices) {
        told.putAll(devices);
        unacknowledged.add(request);
        List<ObjectNode> rows = devices.entrySet().stream()
                .map(entry -> Json.object()
                        .put("user", entry.getKey().user().value())
                        .put("device", entry.getKey().device().value())
                        .put("key", entry.getValue().key())
                        .put("code", entry.getValue().code()))
                .toList();
        return new SharedRow(request, Json.text(rows), false);
    }

    boolean acknowledge(RequestId request) {
        return unacknowledged.remove(request);
    }

    Set<RequestId> unacknowledged() {
        return Set.copyOf(unacknowledged);
    }

    boolean isReadyFor(RoomPolicy policy, long version) {
        return ready != null && ready.version() == version && ready.policy().equals(policy);
    }

    void readyFor(RoomPolicy policy, long version) {
        ready = new Ready(policy, version);
    }

    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    OutboundRow row() {
        return new OutboundRow(megolm.sessionId(), megolm.pickle(), created, messages, settings);
    }

    @Override
    public void close() {
        megolm.close();
    }
}

package org.lotusguild.lotus.crypto.verification;

import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Where the two sides speak, and how their words belong together. */
public sealed interface Flow {

    /** @param devices the other's, that hear us: all asked ones first, later the one */
    record ToDevice(String transaction, Set<DeviceId> devices) implements Flow {
        public ToDevice {
            devices = Set.copyOf(devices);
        }
    }

    /** @param request the event that asked; absent until our own has come back from the homeserver */
    record InRoom(RoomId room, Optional<EventId> request) implements Flow {}

    /** What both sides call the exchange; empty while our request has no event id. */
    default String transaction() {
        return switch (this) {
            case ToDevice(String transaction, var devices) -> transaction;
            case InRoom(var room, var request) -> request.map(EventId::value).orElse("");
        };
    }

    /** Adds what marks a message as one of the exchange. */
    default ObjectNode mark(ObjectNode content) {
        return switch (this) {
            case ToDevice(String transaction, var devices) -> content.put("transaction_id", transaction);
            case InRoom(var room, var request) -> {
                request.ifPresent(event -> content.set(
                        "m.relates_to",
                        Json.object().put("rel_type", "m.reference").put("event_id", event.value())));
                yield content;
            }
        };
    }
}

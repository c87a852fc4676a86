package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.RoomsApi;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks in a room for an event that an earlier device may have sent without learning of it. A transaction id holds only
 * within a device, and the homeserver shows it to none but the device that sent it: so what was sent is compared as well,
 * which for an encrypted event is the ciphertext itself.
 */
final class Echoes {
    private static final int PAGE = 100;
    private static final int PAGES = 10;
    /** The homeserver's clock and ours. */
    private static final Duration APART = Duration.ofMinutes(10);

    private final UserId self;
    private final RoomsApi api;

    Echoes(UserId self, RoomsApi api) {
        this.self = self;
        this.api = api;
    }

    /** The event that the row has become; empty if it did not arrive within the last thousand events of its room. */
    Optional<EventId> find(SendRow row) {
        Instant begin = made(row.txnId()).minus(APART);
        Optional<String> from = Optional.empty();
        for (int page = 0; page < PAGES; page++) {
            RoomsApi.Page events = page(row.room(), from);
            Optional<EventId> found = events.events().stream()
                    .filter(event -> is(event, row))
                    .findFirst()
                    .flatMap(event -> Json.string(event, "event_id").map(EventId::parse));
            from = events.end();
            if (found.isPresent() || from.isEmpty() || reaches(events, begin)) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The reaction of ours that says the same about the same event as this row. */
    Optional<EventId> twin(SendRow row) {
        Optional<String> key = Json.string(row.content(), "m.relates_to", "key");
        return Json.string(row.content(), "m.relates_to", "event_id")
                .map(EventId::parse)
                .flatMap(target -> api.relations(row.room(), target, "m.annotation").stream()
                        .filter(event -> Json.string(event, "sender").equals(Optional.of(self.value())))
                        .filter(event -> Json.string(event, "content", "m.relates_to", "key")
                                .equals(key))
                        .findFirst())
                .flatMap(event -> Json.string(event, "event_id").map(EventId::parse));
    }

    private RoomsApi.Page page(RoomId room, Optional<String> from) {
        return api.messagesBefore(room, from, Optional.empty(), PAGE);
    }

    private static boolean reaches(RoomsApi.Page events, Instant begin) {
        return events.events().isEmpty()
                || events.events().getLast().path("origin_server_ts").asLong(0) < begin.toEpochMilli();
    }

    private boolean is(ObjectNode event, SendRow row) {
        if (!Json.string(event, "sender").orElse("").equals(self.value())) {
            return false;
        }
        boolean named =
                Json.string(event, "unsigned", "transaction_id").orElse("").equals(row.txnId());
        return named || Json.objectAt(event, "content").equals(row.ciphertext().orElse(row.content()));
    }

    /** Transaction ids are UUIDs of version 7: the first 48 bits are the time. */
    private static Instant made(String txnId) {
        return Instant.ofEpochMilli(UUID.fromString(txnId).getMostSignificantBits() >>> 16);
    }
}

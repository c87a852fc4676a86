package org.lotusguild.lotus.webhooks.courier;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import tools.jackson.databind.node.ObjectNode;

/** What a homeserver that knows transaction ids has been sent, each event once. */
final class Arrivals {
    private static final String SEND = "/_matrix/client/v3/rooms/.*/(send|redact)/.*";

    private final FakeRooms rooms;
    private final BooleanSupplier redacts;
    private final Map<String, EventId> transactions = new HashMap<>();
    private final List<CourierBed.Arrived> arrived = new ArrayList<>();
    private volatile Function<Asked, Optional<Answer>> trouble = asked -> Optional.empty();

    /** @param redacts whether it has nothing any more of what it has taken */
    Arrivals(FakeHomeserver server, FakeRooms rooms, BooleanSupplier redacts) {
        this.rooms = rooms;
        this.redacts = redacts;
        server.on("PUT", SEND, asked -> trouble.apply(asked).orElseGet(() -> taken(asked)));
    }

    /** What it says instead of taking an event; empty: it takes it. */
    void trouble(Function<Asked, Optional<Answer>> script) {
        trouble = script;
    }

    /** As a homeserver does: a transaction id that came before brings the old event id. */
    private synchronized Answer taken(Asked asked) {
        String[] path = URLDecoder.decode(asked.path(), StandardCharsets.UTF_8).split("/");
        EventId event = transactions.computeIfAbsent(path[path.length - 1], txn -> {
            EventId id = EventId.parse("$event" + arrived.size());
            String type = path[6].equals("redact") ? "m.room.redaction" : path[7];
            ObjectNode content = asked.json();
            if (path[6].equals("redact")) {
                content.put("redacts", path[7]);
            }
            arrived.add(new CourierBed.Arrived(RoomId.parse(path[5]), type, content, id));
            if (!redacts.getAsBoolean()) {
                rooms.has(message(RoomId.parse(path[5]), id, content));
            }
            return id;
        });
        return Answer.json(Json.object().put("event_id", event.value()));
    }

    private static Incoming message(RoomId room, EventId id, ObjectNode content) {
        EventMeta meta = new EventMeta(
                room,
                id,
                ScriptedMachine.USER,
                Instant.EPOCH,
                Duration.ZERO,
                false,
                false,
                Trust.CLEAR,
                Optional.empty(),
                Optional.empty());
        return new Incoming.Message(meta, "m.notice", "", Optional.empty(), Set.of(), content);
    }

    synchronized List<CourierBed.Arrived> all() {
        return List.copyOf(arrived);
    }
}

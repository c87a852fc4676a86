package org.lotusguild.lotus.launch.chat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** An account without a homeserver: what is sent is noted, and left or refused as the test likes. */
final class FakeAccount {
    final FakeRooms rooms = new FakeRooms();
    final List<String> sent = new CopyOnWriteArrayList<>();
    final Map<RoomId, List<Incoming>> history = new HashMap<>();
    Ticket.Outcome outcome = new Ticket.Sent(EventId.parse("$sent"));
    String unwell = "";

    Chat.Means means() {
        return new Chat.Means(Events.SELF, rooms, sender(), this::newest, () -> unwell);
    }

    private RoomSender sender() {
        return new RoomSender() {
            @Override
            public Ticket enqueue(Tx tx, RoomId room, String type, ObjectNode content, SendOptions options) {
                throw new UnsupportedOperationException("a chat has no transaction");
            }

            @Override
            public Ticket send(RoomId room, String type, ObjectNode content, SendOptions options) {
                sent.add(room + " " + Json.string(content, "body").orElse(""));
                return (Duration limit) -> outcome;
            }

            @Override
            public Optional<Ticket> find(Tx tx, String key) {
                return Optional.empty();
            }

            @Override
            public boolean hasSent(Tx tx, EventId event) {
                return false;
            }
        };
    }

    private List<Incoming> newest(RoomId room, int limit) {
        List<Incoming> all = history.getOrDefault(room, List.of());
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }
}

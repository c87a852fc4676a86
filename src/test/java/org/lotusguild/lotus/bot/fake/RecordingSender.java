package org.lotusguild.lotus.bot.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** A send queue that keeps what was committed, once a key. Each event is on its way until {@link #deliver}. */
public final class RecordingSender implements RoomSender {
    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, Underway> keys = new HashMap<>();
    private int delivered;
    private boolean refusing;

    /**
     * @param id as the homeserver will give it
     * @param lifetime after which it would not be sent any more
     */
    public record Sent(RoomId room, String type, ObjectNode content, EventId id, Duration lifetime) {}

    @Override
    public Ticket enqueue(Tx tx, RoomId room, String type, ObjectNode content, SendOptions options) {
        Json.bytes(content); // as it is stored
        Underway ticket = new Underway();
        synchronized (this) {
            Optional<Underway> known = options.key().map(keys::get);
            if (known.isPresent()) {
                return known.get();
            }
        }
        tx.afterCommit(() -> {
            synchronized (this) {
                options.key().ifPresent(key -> keys.put(key, ticket));
                keep(room, type, content, ticket, options);
            }
        });
        return ticket;
    }

    @Override
    public synchronized Ticket send(RoomId room, String type, ObjectNode content, SendOptions options) {
        return keep(room, type, content, new Underway(), options);
    }

    private Ticket keep(RoomId room, String type, ObjectNode content, Underway ticket, SendOptions options) {
        ticket.place = sent.size();
        sent.add(new Sent(room, type, content, EventId.parse("$sent" + sent.size()), options.lifetime()));
        return ticket;
    }

    @Override
    public synchronized Optional<Ticket> find(Tx tx, String key) {
        return Optional.ofNullable(keys.get(key));
    }

    @Override
    public synchronized boolean hasSent(Tx tx, EventId event) {
        return sent.stream().limit(delivered).anyMatch(s -> s.id().equals(event));
    }

    /** Everything stored so far has arrived at the homeserver. */
    public synchronized void deliver() {
        delivered = sent.size();
    }

    /** From now on everything arrives at once. */
    public synchronized void deliverAtOnce() {
        delivered = Integer.MAX_VALUE - 1;
    }

    /** The homeserver refuses everything that is not delivered. */
    public synchronized void refuse() {
        refusing = true;
    }

    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    public synchronized List<String> bodies() {
        return sent.stream().map(s -> s.content().path("body").asString("")).toList();
    }

    private final class Underway implements Ticket {
        private int place = Integer.MAX_VALUE;

        @Override
        public Outcome await(Duration limit) {
            synchronized (RecordingSender.this) {
                if (place < delivered) {
                    return new Ticket.Sent(sent.get(place).id());
                }
                return refusing ? new Refused("M_FORBIDDEN", "no") : new Pending();
            }
        }
    }
}

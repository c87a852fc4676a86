package org.lotusguild.lotus.bot.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** A send queue that keeps what was committed, once a key. */
public final class RecordingSender implements RoomSender {
    private final List<Sent> sent = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    public record Sent(RoomId room, String type, ObjectNode content) {}

    @Override
    public Ticket enqueue(Tx tx, RoomId room, String type, ObjectNode content, SendOptions options) {
        tx.afterCommit(() -> {
            synchronized (this) {
                if (options.key().map(keys::add).orElse(true)) {
                    sent.add(new Sent(room, type, content));
                }
            }
        });
        return new Underway();
    }

    @Override
    public Ticket send(RoomId room, String type, ObjectNode content, SendOptions options) {
        synchronized (this) {
            sent.add(new Sent(room, type, content));
        }
        return new Underway();
    }

    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    public synchronized List<String> bodies() {
        return sent.stream().map(s -> s.content().path("body").asString("")).toList();
    }

    private static final class Underway implements Ticket {
        @Override
        public Outcome await(Duration limit) {
            return new Pending();
        }
    }
}

package org.lotusguild.lotus.matrix.direct;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.AccountData;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings direct chats into {@code m.direct}. The list goes to the homeserver as a whole, and comes back by sync: so it is written
 * once for all chats of some seconds. Until then a table keeps them, also over a crash.
 */
final class Listing implements AutoCloseable {
    static final String TYPE = "m.direct";
    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
    private static final Duration GATHER = Duration.ofSeconds(5);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration TO_END = Duration.ofSeconds(1);

    private final UserId self;
    private final AccountData data;
    private final Rooms rooms;
    private final Database database;
    private final DirectStore store;
    private final Pause pause;
    private boolean closed;
    /** Since the writer looked last. */
    private boolean added;

    private Optional<Thread> writer = Optional.empty();

    Listing(UserId self, AccountData data, Rooms rooms, Database database, Pause pause) {
        this.self = self;
        this.data = data;
        this.rooms = rooms;
        this.database = database;
        this.store = new DirectStore(self);
        this.pause = pause;
    }

    void add(UserId user, RoomId room) {
        database.run(tx -> store.add(tx, new DirectStore.Chat(user, room)));
        begin();
    }

    /** Not listed yet. */
    List<RoomId> of(UserId user) {
        return waiting().stream()
                .filter(chat -> chat.user().equals(user))
                .map(DirectStore.Chat::room)
                .toList();
    }

    boolean has(RoomId room) {
        return database.read(tx -> store.has(tx, room));
    }

    /** Lists what an earlier process has left. */
    void start() {
        if (!waiting().isEmpty()) {
            begin();
        }
    }

    private List<DirectStore.Chat> waiting() {
        return database.read(store::all);
    }

    private synchronized void begin() {
        added = true;
        if (!closed && writer.isEmpty()) {
            writer = Optional.of(Thread.ofVirtual().name("direct chats " + self).start(this::run));
        }
    }

    private void run() {
        try {
            Duration wait = GATHER;
            while (wait.isPositive()) {
                pause.take(wait);
                wait = written();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long until the next look; none if nothing is left to do. */
    private Duration written() {
        try {
            looks();
            write(waiting());
            return ended() ? Duration.ZERO : GATHER;
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.atWarn()
                        .addKeyValue("account", self)
                        .addKeyValue("why", e.getMessage())
                        .log("direct chats could not be listed now; it is tried again");
            }
            return AFTER_FAILURE;
        }
    }

    private synchronized void looks() {
        added = false;
    }

    /** What is added later finds no writer, and begins one. */
    private synchronized boolean ended() {
        if (!added) {
            writer = Optional.empty();
        }
        return !added;
    }

    private void write(List<DirectStore.Chat> chats) {
        Set<String> left = rooms.left().stream().map(RoomId::value).collect(Collectors.toSet());
        chats.forEach(chat -> left.remove(chat.room().value()));
        data.change(TYPE, content -> {
            withoutRooms(content, left);
            chats.forEach(chat -> list(content, chat));
            return content;
        });
        database.run(tx -> chats.forEach(chat -> store.remove(tx, chat)));
    }

    private static void list(ObjectNode content, DirectStore.Chat chat) {
        String user = chat.user().value();
        ArrayNode list = content.path(user) instanceof ArrayNode there ? there : content.putArray(user);
        JsonNode id = Json.tree(chat.room().value());
        if (list.valueStream().noneMatch(id::equals)) {
            list.add(id);
        }
    }

    private static void withoutRooms(ObjectNode content, Set<String> left) {
        for (String user : List.copyOf(content.propertyNames())) {
            if (content.path(user) instanceof ArrayNode list
                    && list.removeIf(id -> left.contains(id.asString(""))).isEmpty()) {
                content.remove(user);
            }
        }
    }

    /** What is not listed yet is so after the next start. */
    @Override
    public void close() {
        last().ifPresent(thread -> {
            thread.interrupt();
            try {
                thread.join(TO_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized Optional<Thread> last() {
        closed = true;
        return writer;
    }
}

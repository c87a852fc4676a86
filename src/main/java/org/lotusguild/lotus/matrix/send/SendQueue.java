package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.seal.SealBroken;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The send queue: rows in the database, one worker per room that has some. After {@link #start} it goes on where the last
 * process ended; rows stored before are kept until then.
 */
public final class SendQueue implements RoomSender, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SendQueue.class);
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration IN_FLIGHT = Duration.ofSeconds(5);

    /** How many rows may wait. */
    record Bounds(long ofRoom, long ofAccount) {
        static final Bounds USUAL = new Bounds(1_000, 20_000);
    }

    private final Database database;
    private final Figures figures;
    private final SendStore store;
    private final Delivery delivery;
    private final TransactionIds transactions;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Tickets tickets = new Tickets();
    private final RoomWorkers workers;
    private volatile Optional<String> stopped = Optional.empty();
    private final AtomicLong forgotAt = new AtomicLong(Long.MIN_VALUE);
    private @Nullable AtomicLong lastSeq;

    /** @param exempt whether the homeserver exempts the account from its rate limits */
    public SendQueue(SendSetup setup, boolean exempt) {
        this(setup, exempt, Bounds.USUAL);
    }

    SendQueue(SendSetup setup, boolean exempt, Bounds bounds) {
        this.bounds = bounds;
        this.database = setup.database();
        this.figures = setup.figures();
        this.clock = setup.clock();
        this.store = new SendStore(setup.machine().user(), setup.machine().device(), setup.vault());
        this.delivery = new Delivery(setup, store, tickets::onDisk);
        this.transactions = new TransactionIds(clock, setup.random());
        AccountBucket bucket = new AccountBucket(clock, setup.pause(), exempt);
        RoomWorker.Queue mine = new ForWorkers();
        this.workers = new RoomWorkers(room -> new RoomWorker(room, mine, delivery, bucket, clock, setup.pause()));
    }

    @Override
    public Ticket send(RoomId room, String type, ObjectNode content, SendOptions options) {
        return database.inTransaction(tx -> enqueue(tx, room, type, content, options));
    }

    @Override
    public Ticket enqueue(Tx tx, RoomId room, String type, ObjectNode content, SendOptions options) {
        Optional<Long> known = options.key().flatMap(key -> store.withKey(tx, key));
        if (known.isPresent()) {
            return ticketOf(tx, known.get());
        }
        refuseIfFull(tx, room);
        SendRow row = new SendRow(
                nextSeq(tx),
                room,
                type,
                transactions.next(),
                options.priority(),
                content,
                Optional.empty(),
                clock.instant().plus(options.lifetime()),
                false);
        Optional<EventId> edits = edits(type, content);
        Ticket ticket = ticket(tx, row);
        if (!store.insert(tx, row, options.key().orElse(null), edits.orElse(null))) {
            // Another transaction stored the key between our look and our insert.
            return ticketOf(tx, store.withKey(tx, options.key().orElseThrow()).orElseThrow());
        }
        edits.ifPresent(target -> dropOlderEdits(tx, row, target));
        tx.afterCommit(() -> workers.wake(room));
        return ticket;
    }

    @Override
    public Optional<Ticket> find(Tx tx, String key) {
        return store.withKey(tx, key).map(seq -> ticketOf(tx, seq));
    }

    @Override
    public boolean hasSent(Tx tx, EventId event) {
        return store.hasSent(tx, event);
    }

    /** A row of ours or of an earlier process. The waiter is there before we look: its end cannot slip through. */
    private Ticket ticketOf(Tx tx, long seq) {
        Tickets.Waiter waiter = tickets.of(seq);
        store.outcome(tx, seq).ifPresent(outcome -> {
            waiter.done(outcome);
            tickets.done(seq, outcome);
        });
        return waiter;
    }

    private Ticket ticket(Tx tx, SendRow row) {
        Tickets.Waiter waiter = tickets.of(row.seq());
        tx.afterRollback(() -> tickets.done(row.seq(), new Ticket.Dropped("the transaction was rolled back")));
        if (tx.waitsForDisk()) {
            tx.afterCommit(waiter::onDisk);
        }
        return waiter;
    }

    private void refuseIfFull(Tx tx, RoomId room) {
        SendStore.Waiting waiting = store.waiting(tx, room);
        if (waiting.ofRoom() >= bounds.ofRoom() || waiting.ofAccount() >= bounds.ofAccount()) {
            LOG.atWarn()
                    .addKeyValue("room", room)
                    .addKeyValue("in_room", waiting.ofRoom())
                    .addKeyValue("in_account", waiting.ofAccount())
                    .log("the send queue is full");
            figures.count(Figures.Send.QUEUE_FULL);
            throw new QueueFull("the send queue is full: " + waiting.ofRoom() + " events wait for the room, "
                    + waiting.ofAccount() + " for the account");
        }
    }

    private synchronized long nextSeq(Tx tx) {
        if (lastSeq == null) {
            lastSeq = new AtomicLong(store.lastSeq(tx));
        }
        return lastSeq.incrementAndGet();
    }

    private static Optional<EventId> edits(String type, ObjectNode content) {
        boolean edit = type.equals("m.room.message")
                && Json.string(content, "m.relates_to", "rel_type")
                        .filter("m.replace"::equals)
                        .isPresent();
        return edit ? Json.string(content, "m.relates_to", "event_id").map(EventId::parse) : Optional.empty();
    }

    /** Of several edits that wait only the last is worth sending. */
    private void dropOlderEdits(Tx tx, SendRow row, EventId target) {
        for (long older : store.waitingEdits(tx, row.room(), target, row.seq())) {
            drop(tx, older, "a later edit replaces it");
        }
    }

    /** The account has left the room or was put out of it: what waits for the room is dropped with the caller's transaction. */
    public void left(Tx tx, RoomId room) {
        for (long seq : store.waitingIn(tx, room)) {
            drop(tx, seq, "not in the room");
        }
    }

    private void drop(Tx tx, long seq, String why) {
        Ticket.Outcome outcome = new Ticket.Dropped(why);
        store.finish(tx, seq, outcome, clock.instant());
        tx.afterCommit(() -> {
            tickets.done(seq, outcome);
            figures.count(Figures.Send.DROPPED);
        });
    }

    /** Begins to send: what earlier processes left, and everything from now on. */
    public void start() {
        List<RoomId> rooms = database.read(store::rooms);
        if (workers.start()) {
            rooms.forEach(workers::wake);
        }
    }

    /** How many events are on their way. */
    public long waiting() {
        return database.read(store::waiting);
    }

    /** Why nothing is sent any more although nobody has asked to stop; one sentence for people. */
    public Optional<String> stopped() {
        return stopped;
    }

    /** Ends the workers; requests on their way get 5 s. What is not sent stays for the next start. */
    @Override
    public void close() {
        workers.close(IN_FLIGHT);
    }

    /** Waits until no room has anything to send, at most so long. */
    public void awaitEmpty(Duration limit) throws InterruptedException {
        workers.awaitNone(limit);
    }

    private final class ForWorkers implements RoomWorker.Queue {
        @Override
        public Optional<SendRow> head(RoomId room) {
            while (true) {
                try {
                    return database.read(tx -> store.head(tx, room));
                } catch (SealBroken | MalformedJson | IllegalArgumentException unreadable) {
                    dropHead(room, unreadable);
                }
            }
        }

        /** A row that cannot be read any more can never be sent: the room must not wait for it. */
        private void dropHead(RoomId room, RuntimeException unreadable) {
            Optional<Long> dropped = database.inTransaction(tx -> {
                Optional<Long> seq = store.headSeq(tx, room);
                seq.ifPresent(first -> drop(tx, first, "the stored event cannot be read any more"));
                return seq;
            });
            LOG.atError()
                    .addKeyValue("room", room)
                    .addKeyValue("seq", dropped.orElse(0L))
                    .addKeyValue("why", unreadable.getMessage())
                    .log("a stored event cannot be read any more; it is dropped");
        }

        @Override
        public void finish(SendRow row, Ticket.Outcome outcome) {
            Instant now = clock.instant();
            boolean forget = now.toEpochMilli() - FORGET_EVERY.toMillis() > forgotAt.get();
            // Were this end forgotten, the same transaction id again would bring the same answer.
            database.relaxed(tx -> {
                store.finish(tx, row.seq(), outcome, now);
                if (forget) {
                    store.forgetDoneBefore(tx, now.minus(REMEMBERED));
                }
                return true;
            });
            if (forget) {
                forgotAt.set(now.toEpochMilli());
            }
            tickets.done(row.seq(), outcome);
            report(row, outcome);
            count(outcome);
        }

        private void count(Ticket.Outcome outcome) {
            switch (outcome) {
                case Ticket.Sent sent -> figures.count(Figures.Send.SENT);
                case Ticket.Refused refused -> figures.count(Figures.Send.REFUSED);
                case Ticket.Dropped dropped -> figures.count(Figures.Send.DROPPED);
                case Ticket.Pending pending -> {}
            }
        }

        private void report(SendRow row, Ticket.Outcome outcome) {
            if (!(outcome instanceof Ticket.Sent)) {
                LOG.atWarn()
                        .addKeyValue("room", row.room())
                        .addKeyValue("txn", row.txnId())
                        .addKeyValue("outcome", outcome)
                        .log("an event was not sent");
            }
        }

        @Override
        public boolean retire(RoomWorker worker) {
            return workers.retire(worker);
        }

        @Override
        public void ended(RoomWorker worker) {
            workers.ended(worker);
        }

        @Override
        public boolean ending() {
            return workers.ending();
        }

        @Override
        public void halt(String why) {
            if (workers.end()) {
                stopped = Optional.of("nothing is sent any more, because the homeserver refuses the account's token ("
                        + why + "): log in again or correct the registration file, then restart");
                LOG.atError().addKeyValue("why", why).log("the homeserver refuses the account's token; sending stops");
            }
        }
    }
}

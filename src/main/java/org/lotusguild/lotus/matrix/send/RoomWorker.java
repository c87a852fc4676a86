package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one room's rows in order until there are none. Lives on a virtual thread of its own. */
final class RoomWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RoomWorker.class);
    /** A room that we have just made or joined comes by sync within seconds, or it is none of ours. */
    private static final Duration UNKNOWN_ROOM = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration AFTER_DEFECT = Duration.ofSeconds(10);

    /** What the worker asks of the queue that it belongs to. */
    interface Queue {
        Optional<SendRow> head(RoomId room);

        void finish(SendRow row, Ticket.Outcome outcome);

        /** Takes the worker out; false if new rows have come meanwhile. */
        boolean retire(RoomWorker worker);

        /** The worker is no more, for whatever reason. */
        void ended(RoomWorker worker);

        boolean ending();

        void halt(String why);
    }

    private final RoomId room;
    private final Queue queue;
    private final Delivery delivery;
    private final AccountBucket bucket;
    private final InstantSource clock;
    private final Pause pause;
    private final Thread thread;
    private boolean busy;
    private @Nullable Instant unknownSince;

    RoomWorker(RoomId room, Queue queue, Delivery delivery, AccountBucket bucket, InstantSource clock, Pause pause) {
        this.room = room;
        this.queue = queue;
        this.delivery = delivery;
        this.bucket = bucket;
        this.clock = clock;
        this.pause = pause;
        this.thread = Thread.ofVirtual()
                .name("send " + room)
                .uncaughtExceptionHandler((gone, why) ->
                        LOG.atError().addKeyValue("room", room).setCause(why).log("a worker of the send queue died"))
                .unstarted(this);
    }

    RoomId room() {
        return room;
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!queue.ending()) {
                Optional<Head> head = guardedHead();
                if (head.isPresent()) {
                    send(head.get());
                } else if (queue.retire(this)) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            queue.ended(this);
        }
    }

    private record Head(SendRow row, Rooms.Outlook room) {}

    private Optional<Head> head() {
        return queue.head(room).map(row -> new Head(row, delivery.look(row)));
    }

    private Optional<Head> guardedHead() throws InterruptedException {
        while (true) {
            try {
                return head();
            } catch (RuntimeException defect) {
                afterDefect(defect);
            }
        }
    }

    /** Only what will go on the wire needs a token. */
    private void send(Head first) throws InterruptedException {
        boolean waited = delivery.mayGo(first.row(), first.room())
                && bucket.take(first.row().priority());
        if (!enter()) {
            return;
        }
        Duration wait;
        try {
            // The row may have been replaced or dropped while we waited for the token.
            Optional<Head> head = waited ? head() : Optional.of(first);
            wait = head.isPresent() ? attempt(head.get()) : Duration.ZERO;
        } catch (RuntimeException defect) {
            wait = AFTER_DEFECT;
            report(defect);
        } finally {
            leave();
        }
        if (!queue.ending()) {
            pause.take(wait);
        }
    }

    private Duration attempt(Head head) throws InterruptedException {
        return after(head.row(), delivery.attempt(head.row(), head.room()));
    }

    private Duration after(SendRow row, Attempt attempt) {
        if (!(attempt instanceof Attempt.RoomUnknown)) {
            unknownSince = null;
        }
        return switch (attempt) {
            case Attempt.Finished(Ticket.Outcome outcome) -> {
                queue.finish(row, outcome);
                yield Duration.ZERO;
            }
            case Attempt.RoomWaits(Duration time) -> logged(row, "room", time);
            case Attempt.AccountWaits(Duration time) -> {
                bucket.close(time);
                logged(row, "account", time);
                yield Duration.ZERO;
            }
            case Attempt.RoomUnknown() -> unknown(row);
            case Attempt.RowGone() -> Duration.ZERO;
            case Attempt.AccountStops(String why) -> {
                queue.halt(why);
                yield Duration.ZERO;
            }
        };
    }

    private Duration unknown(SendRow row) {
        Instant now = clock.instant();
        Instant since = unknownSince == null ? now : unknownSince;
        unknownSince = since;
        if (since.plus(UNKNOWN_ROOM).isAfter(now)) {
            return LOOK_AGAIN;
        }
        unknownSince = null;
        queue.finish(row, new Ticket.Dropped("not in the room"));
        return Duration.ZERO;
    }

    private Duration logged(SendRow row, String who, Duration time) {
        LOG.atInfo()
                .addKeyValue("room", room)
                .addKeyValue("txn", row.txnId())
                .addKeyValue("who", who)
                .addKeyValue("wait_ms", time.toMillis())
                .log("not sent yet; waiting");
        return time;
    }

    private void afterDefect(RuntimeException defect) throws InterruptedException {
        if (queue.ending()) {
            throw new InterruptedException("asked to stop");
        }
        report(defect);
        pause.take(AFTER_DEFECT);
    }

    private void report(RuntimeException defect) {
        if (defect instanceof StoreException passing && passing.mayPass()) {
            LOG.atWarn()
                    .addKeyValue("room", room)
                    .addKeyValue("why", passing.getMessage())
                    .log("the database could not do it now; what is to be sent waits");
            return;
        }
        LOG.atError().addKeyValue("room", room).setCause(defect).log("the send queue failed; trying again");
    }

    private synchronized boolean enter() {
        busy = !queue.ending();
        return busy;
    }

    private synchronized void leave() {
        busy = false;
    }

    /** Wakes the worker if it only waits; what is on its way may end. */
    synchronized void stop() {
        if (!busy) {
            thread.interrupt();
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean join(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }
}

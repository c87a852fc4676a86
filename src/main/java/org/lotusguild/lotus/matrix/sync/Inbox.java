package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the rows of the inbox to the listener: in order within a room, rooms beside one another on virtual threads, 64 at a
 * time. Rows wait in the database, so a backlog costs no memory. A row goes when the listener has taken it; while the
 * database is full or busy the room waits, and what was not taken comes again at the next start.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int ROOMS_AT_ONCE = 64;
    private static final int ROWS_AT_ONCE = 20;

    private final Database database;
    private final InboxStore store;
    private final Vault vault;
    private final IncomingParser parser;
    private final Listener listener;
    private final SecondLook secondLook;
    private final Backoff backoff;
    private final Pause pause;
    private final Skipped skipped;

    /** Rooms with a worker, and whether more came since the worker last looked. */
    private final Map<RoomId, Boolean> active = new HashMap<>();

    private final Map<RoomId, Thread> workers = new HashMap<>();
    private final Set<RoomId> queue = new LinkedHashSet<>();

    /** Rows that failed and stay for the next start: by room, the last of them. */
    private final Map<RoomId, Long> passed = new HashMap<>();

    private boolean open;

    Inbox(SyncLoop.Parts parts, Backoff backoff) {
        this.database = parts.database();
        this.store = new InboxStore(parts.self());
        this.vault = parts.vault();
        this.parser = parts.parser();
        this.listener = parts.listener();
        this.secondLook = new SecondLook(parts.machine(), parts.courier());
        this.backoff = backoff;
        this.pause = parts.pause();
        this.skipped = parts.skipped();
    }

    /** Begins with what is left from the process before. */
    void start() {
        synchronized (this) {
            open = true;
        }
        wake(database.read(store::rooms));
    }

    synchronized void wake(Set<RoomId> rooms) {
        for (RoomId room : rooms) {
            if (active.containsKey(room)) {
                active.put(room, true);
            } else {
                queue.add(room);
            }
        }
        launch();
    }

    /** No new rows; waits so long for those in work. */
    synchronized void hold(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        open = false;
        queue.clear();
        while (!active.isEmpty() && System.nanoTime() < end) {
            wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        }
    }

    /** As {@link #hold}, then interrupts those in work: they come again. */
    synchronized void close(Duration patience) throws InterruptedException {
        hold(patience);
        workers.values().forEach(Thread::interrupt);
    }

    /** Waits until the listener has taken everything that he may have, at most so long. */
    synchronized void awaitEmpty(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (open && !active.isEmpty() && System.nanoTime() < end) {
            wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        }
    }

    private void launch() {
        while (open && !queue.isEmpty() && active.size() < ROOMS_AT_ONCE) {
            RoomId room = queue.iterator().next();
            queue.remove(room);
            active.put(room, false);
            workers.put(room, Thread.ofVirtual().name("inbox " + room).start(() -> work(room)));
        }
    }

    private void work(RoomId room) {
        try {
            do {
                patiently(room);
            } while (again(room));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("room", room)
                    .setCause(e)
                    .log("the inbox of a room stopped; it goes on with the next event");
        } finally {
            done(room);
        }
    }

    private synchronized boolean again(RoomId room) {
        return open && Boolean.TRUE.equals(active.put(room, false));
    }

    private synchronized void done(RoomId room) {
        boolean more = Boolean.TRUE.equals(active.remove(room));
        workers.remove(room);
        if (more && open) {
            queue.add(room);
        }
        launch();
        notifyAll();
    }

    private void patiently(RoomId room) throws InterruptedException {
        for (int failures = 1; isOpen(); failures++) {
            try {
                drain(room);
                return;
            } catch (StoreException e) {
                if (!e.mayPass()) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("room", room)
                        .addKeyValue("why", e.getMessage())
                        .log("the database could not do it now; the events of the room wait");
                pause.take(backoff.after(failures));
            }
        }
    }

    private void drain(RoomId room) {
        long after = passed(room);
        while (true) {
            long from = after;
            List<InboxStore.Waiting> rows = database.read(tx -> store.next(tx, room, from, ROWS_AT_ONCE));
            if (rows.isEmpty()) {
                return;
            }
            for (InboxStore.Waiting row : rows) {
                if (!isOpen()) {
                    return;
                }
                deliver(row);
                after = row.seq();
            }
        }
    }

    private void deliver(InboxStore.Waiting row) {
        AtomicBoolean taken = new AtomicBoolean();
        try {
            Optional<Incoming> event = parsed(row);
            event.ifPresent(incoming -> listener.on(incoming, tx -> {
                store.remove(tx, row.seq());
                tx.afterCommit(() -> taken.set(true));
            }));
        } catch (StoreException e) {
            if (e.mayPass()) {
                throw e;
            }
            // Not the event's fault: it stays for the next start.
            failed(row, e, "an event was not handled because of the database; it comes again after a restart");
            return;
        } catch (RuntimeException | StackOverflowError e) {
            if (!isOpen()) {
                return;
            }
            failed(row, e, "an event could not be handled; it is dropped");
        }
        if (!taken.get()) {
            database.relaxed(tx -> {
                store.remove(tx, row.seq());
                return true;
            });
        }
    }

    private Optional<Incoming> parsed(InboxStore.Waiting row) {
        Parcel parcel = Parcel.of(vault.open(row.sealed(), store.place(row.seq())));
        Optional<Incoming> read = parcel.outcome().isEmpty()
                ? parser.clear(row.room(), parcel.event(), row.received())
                : opened(row, parcel, parcel.outcome().get());
        if (read.isEmpty() && !InboxWriter.redacted(parcel.event())) {
            skipped.event(parcel.event(), "content that is not what its type says");
        }
        return read;
    }

    private Optional<Incoming> opened(InboxStore.Waiting row, Parcel parcel, Decrypted first) {
        Decrypted outcome = secondLook.at(row.room(), parcel.event(), first);
        if (outcome instanceof Decrypted.Refused(Decrypted.Reason reason)) {
            skipped.event(parcel.event(), "its ciphertext is refused: " + reason);
        }
        return parcel.released()
                ? parser.released(row.room(), parcel.event(), outcome)
                : parser.decrypted(row.room(), parcel.event(), outcome, row.received());
    }

    private synchronized void failed(InboxStore.Waiting row, Throwable why, String words) {
        passed.put(row.room(), row.seq());
        LOG.atError()
                .addKeyValue("room", row.room())
                .addKeyValue("event", row.event())
                .setCause(why)
                .log("{}", words);
    }

    private synchronized long passed(RoomId room) {
        return passed.getOrDefault(room, 0L);
    }

    private synchronized boolean isOpen() {
        return open;
    }
}

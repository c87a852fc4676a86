package org.lotusguild.lotus.webhooks.intake;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.lotusguild.lotus.base.metric.Histogram;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what was posted. One thread collects what comes within two milliseconds and commits it once; whoever posted waits for that
 * commit, and an answer means that the row is on the disk. For many threads.
 */
final class Inbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int BATCH = 256;
    private static final Duration COLLECT = Duration.ofMillis(2);
    /** For a place in the queue, and for the writer to take it from there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The database gives up earlier. */
    private static final Duration COMMIT = Duration.ofSeconds(90);

    private final Database db;
    private final DeliveryStore store;
    private final DeliveryIds ids;
    private final InstantSource clock;
    private final Backlog backlog;
    private final Histogram batchRows;
    private final BlockingQueue<Post> queue = new ArrayBlockingQueue<>(4 * BATCH);
    private final Thread writer;
    private volatile boolean closed;

    /** What became of a post. */
    enum Kept {
        /** It is on the disk. */
        STORED,
        /** The same was posted before; nothing was stored. */
        DUPLICATE,
        /** Too much waits already. */
        FULL,
        /** The database cannot be written. */
        AWAY
    }

    Inbox(
            Database db,
            DeliveryStore store,
            InstantSource clock,
            SecureRandom random,
            Backlog backlog,
            Histogram batchRows) {
        this.db = db;
        this.store = store;
        this.ids = new DeliveryIds(clock, random);
        this.clock = clock;
        this.backlog = backlog;
        this.batchRows = batchRows;
        this.writer = Thread.ofPlatform().daemon().name("webhook-inbox").start(this::write);
    }

    /** The name of a post to come. */
    String nextId() {
        return ids.next();
    }

    /** Returns when it is stored, or when it is sure that it will not be. */
    Kept accept(String id, Accepted accepted) {
        if (!backlog.hasPlace(accepted.size())) {
            return Kept.FULL;
        }
        Post post = new Post(store.fresh(id, clock.instant(), accepted), accepted.seen());
        try {
            boolean placed = !closed && queue.offer(post, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return placed ? post.await() : Kept.AWAY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return post.leave() ? Kept.AWAY : post.awaitCommit();
        }
    }

    private void write() {
        List<Post> batch = new ArrayList<>();
        while (!(closed && queue.isEmpty())) {
            try {
                collect(batch);
            } catch (InterruptedException e) {
                // Only the end interrupts; what is in the queue is stored first.
                queue.drainTo(batch, BATCH);
            }
            List<Post> taken = batch.stream().filter(Post::take).toList();
            if (!taken.isEmpty()) {
                commit(taken);
            }
            batch.clear();
        }
    }

    private void collect(List<Post> batch) throws InterruptedException {
        Post first = queue.take();
        batch.add(first);
        long end = System.nanoTime() + COLLECT.toNanos();
        while (batch.size() < BATCH) {
            queue.drainTo(batch, BATCH - batch.size());
            Post next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    private void commit(List<Post> batch) {
        try {
            Set<Post> fresh = new HashSet<>(db.inTransaction(tx -> stored(tx, batch)));
            backlog.added(
                    fresh.size(),
                    fresh.stream().mapToLong(post -> post.row.size()).sum());
            batchRows.observe(batch.size());
            batch.forEach(post -> post.settle(fresh.contains(post) ? Kept.STORED : Kept.DUPLICATE));
        } catch (RuntimeException | OutOfMemoryError e) {
            Optional<StoreException> known = e instanceof StoreException store ? Optional.of(store) : Optional.empty();
            LOG.atWarn()
                    .addKeyValue("posts", batch.size())
                    .addKeyValue("kind", known.map(store -> store.kind().name()).orElse("defect"))
                    .setCause(known.isPresent() ? null : e)
                    .log("posts could not be stored; their senders were told");
            batch.forEach(post -> post.settle(Kept.AWAY));
        }
    }

    private List<Post> stored(Tx tx, List<Post> batch) {
        List<Post> fresh = batch.stream().filter(post -> first(tx, post)).toList();
        store.insert(tx, fresh.stream().map(post -> post.row).toList());
        return fresh;
    }

    private boolean first(Tx tx, Post post) {
        boolean first = true;
        for (Accepted.Seen seen : post.seen) {
            first &= store.first(tx, post.row.hook(), seen, post.row.id(), clock.instant());
        }
        return first;
    }

    /** Takes no more and stores what was taken. */
    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(post -> post.settle(Kept.AWAY));
    }

    /** A row on its way to the disk. Either the writer takes it or its sender leaves, never both. */
    private static final class Post {
        private final DeliveryStore.Fresh row;
        private final List<Accepted.Seen> seen;
        private final BlockingQueue<Kept> outcome = new ArrayBlockingQueue<>(1);
        private boolean over;

        Post(DeliveryStore.Fresh row, List<Accepted.Seen> seen) {
            this.row = row;
            this.seen = seen;
        }

        /** True for the first of the two that asks. */
        private synchronized boolean first() {
            boolean first = !over;
            over = true;
            return first;
        }

        boolean take() {
            return first();
        }

        boolean leave() {
            return first();
        }

        void settle(Kept kept) {
            outcome.offer(kept);
        }

        Kept await() throws InterruptedException {
            Kept kept = outcome.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (kept != null) {
                return kept;
            }
            return leave() ? Kept.AWAY : awaitCommit();
        }

        /** The writer has it: only the commit can tell. */
        Kept awaitCommit() {
            boolean interrupted = Thread.interrupted();
            try {
                Kept kept = outcome.poll(COMMIT.toMillis(), TimeUnit.MILLISECONDS);
                return kept == null ? Kept.AWAY : kept;
            } catch (InterruptedException e) {
                interrupted = true;
                return Kept.AWAY;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}

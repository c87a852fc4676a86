package org.lotusguild.lotus.webhooks.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much waits to be delivered: counted in the database now and then, and what was stored since on top. It never says less than there
 * is; where others deliver, it says more for a few seconds. For many threads.
 */
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Database db;
    private final DeliveryStore store;
    private final InstantSource clock;
    private final int mostRows;
    private final long mostBytes;
    private final AtomicLong rowsSince = new AtomicLong();
    private final AtomicLong bytesSince = new AtomicLong();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Counted counted;

    private record Counted(DeliveryStore.Waiting waiting, Map<State, Long> byState, Instant at) {}

    Backlog(Database db, DeliveryStore store, InstantSource clock, int mostRows, long mostBytes) {
        this.db = db;
        this.store = store;
        this.clock = clock;
        this.mostRows = mostRows;
        this.mostBytes = mostBytes;
        this.counted = count();
    }

    private Counted count() {
        return db.read(tx -> new Counted(store.waiting(tx), store.counts(tx), clock.instant()));
    }

    /** Whether one more of this size has a place. */
    boolean hasPlace(int size) {
        lookAgain();
        DeliveryStore.Waiting known = counted.waiting();
        return known.rows() + rowsSince.get() < mostRows && known.bytes() + bytesSince.get() + size <= mostBytes;
    }

    void added(int rows, long bytes) {
        rowsSince.addAndGet(rows);
        bytesSince.addAndGet(bytes);
    }

    long rows(State state) {
        lookAgain();
        return counted.byState().getOrDefault(state, 0L);
    }

    Optional<Duration> oldest() {
        lookAgain();
        return counted.waiting().oldest().map(at -> Duration.between(at, clock.instant()));
    }

    /** Counted beside the requests: with a hundred thousand rows it takes longer than one of them may. */
    private void lookAgain() {
        Instant now = clock.instant();
        Instant at = counted.at();
        boolean fresh = !now.isBefore(at) && !now.isAfter(at.plus(FRESH)); // the clock may have been put back
        if (!fresh && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("webhook-backlog").start(this::look);
        }
    }

    private void look() {
        try {
            long rows = rowsSince.get();
            long bytes = bytesSince.get();
            counted = count();
            added(Math.toIntExact(-rows), -bytes);
        } catch (StoreException e) {
            LOG.atDebug().addKeyValue("kind", e.kind()).log("what waits was not counted");
        } finally {
            looking.set(false);
        }
    }
}

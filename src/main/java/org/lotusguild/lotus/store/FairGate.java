package org.lotusguild.lotus.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lotusguild.lotus.store.StoreException.Kind;

/** Lets so many in at once, first come first served. */
final class FairGate {
    private final int size;
    private final Duration limit;
    private final Semaphore places;

    FairGate(int size, Duration limit) {
        this.size = size;
        this.limit = limit;
        this.places = new Semaphore(size, true);
    }

    void enter() {
        if (!wait(1, limit)) {
            throw new StoreException(Kind.BUSY, "the database was busy for " + limit.toSeconds() + " s", null);
        }
    }

    void leave() {
        places.release();
    }

    /** Waits until all are out and lets nobody in any more; false if some are still inside. */
    boolean shut(Duration patience) {
        return wait(size, patience);
    }

    /** Does not heed an interrupt while it waits: what is to be saved on the way out must be saved. The flag is kept. */
    private boolean wait(int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return places.tryAcquire(count, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

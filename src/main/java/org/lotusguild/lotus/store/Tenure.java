package org.lotusguild.lotus.store;

import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.base.Pause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process's right to work of which there must be one, held by a lease: asked for twice a second, renewed every three. */
public final class Tenure implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    private static final Duration ASK = Duration.ofMillis(500);
    private static final Duration LAST_RENEWAL = Duration.ofMillis(500);
    private static final Duration RENEW = Duration.ofSeconds(3);

    private final Database database;
    private final Leases.Lease lease;
    private final Pause pause;
    private volatile boolean over;
    private Optional<Thread> keeper = Optional.empty();

    private Tenure(Database database, Leases.Lease lease, Pause pause) {
        this.database = database;
        this.lease = lease;
        this.pause = pause;
    }

    /** Waits until the lease is free. */
    public static Tenure await(Database database, String name, Pause pause) throws InterruptedException {
        boolean told = false;
        while (true) {
            Optional<Leases.Lease> lease = database.leases().tryAcquire(name);
            if (lease.isPresent()) {
                if (told) {
                    LOG.atInfo().addKeyValue("lease", name).log("the other process let go; taking over");
                }
                return new Tenure(database, lease.get(), pause);
            }
            if (!told) {
                LOG.atInfo().addKeyValue("lease", name).log("another process holds the lease; waiting to take over");
                told = true;
            }
            pause.take(ASK);
        }
    }

    public Leases.Lease lease() {
        return lease;
    }

    /** The database for work under the lease: every write first makes sure that it is still held. */
    public Database database() {
        return new FencedDatabase(database, lease);
    }

    /** @param lost called once if another process took the lease over */
    public void keep(Runnable lost) {
        keeper = Optional.of(Thread.ofVirtual().name("lease " + lease.name()).start(() -> renew(lost)));
    }

    private void renew(Runnable lost) {
        while (!over) {
            try {
                pause.take(RENEW);
                if (!over && !database.leases().renew(lease)) {
                    lost.run();
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException e) {
                // If it lasts, the lease runs out, and the next renewal or write says so.
                LOG.atWarn().addKeyValue("lease", lease.name()).setCause(e).log("the lease could not be renewed now");
            }
        }
    }

    /** First the keeper, then the lease: a renewal on its way would take back what was released. */
    @Override
    public void close() {
        over = true;
        keeper.ifPresent(Thread::interrupt);
        try {
            if (keeper.isPresent()) {
                keeper.get().join(LAST_RENEWAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.leases().release(lease);
    }
}

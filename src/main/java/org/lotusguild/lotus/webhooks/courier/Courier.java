package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tenure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was accepted into the rooms, from {@link #start} until {@link #close}. Of several processes on one database one is the
 * courier, and the next takes over when it goes.
 */
public final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final String LEASE = "webhooks courier";
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration LAST_WORK = Duration.ofSeconds(6);

    private final Means means;
    private final Thread thread = Thread.ofVirtual().name("courier").unstarted(this::run);
    private volatile Optional<Shift> shift = Optional.empty();
    private volatile boolean closed;

    public Courier(Means means) {
        this.means = means;
    }

    public void start() {
        thread.start();
    }

    /** Why nothing is delivered, in words; empty while all is well, or while another process is the courier. */
    public Optional<String> trouble() {
        return shift.flatMap(Shift::trouble);
    }

    private void run() {
        while (!closed) {
            try {
                if (means.shared()) {
                    shared();
                } else {
                    work(new Shift(means, means.database()));
                }
            } catch (InterruptedException | CancellationException stopped) {
                return;
            } catch (RuntimeException e) {
                report(e);
            }
        }
    }

    private void report(RuntimeException e) {
        boolean passing = e instanceof StoreException;
        (passing ? LOG.atWarn() : LOG.atError()).setCause(e).log("the courier failed; trying again");
        try {
            means.pause().take(AFTER_FAILURE);
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    private void shared() throws InterruptedException {
        try (Tenure tenure = Tenure.await(means.database(), LEASE, means.pause())) {
            Database held = tenure.database();
            Shift mine = new Shift(means, held);
            tenure.keep(mine::stop);
            work(mine);
        }
    }

    private void work(Shift mine) throws InterruptedException {
        shift = Optional.of(mine);
        try (mine) {
            mine.run();
        } finally {
            shift = Optional.empty();
        }
    }

    /** What is under way stays, for the next start. */
    @Override
    public void close() {
        closed = true;
        shift.ifPresent(Shift::stop);
        thread.interrupt();
        try {
            thread.join(LAST_WORK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.lotusguild.lotus.matrix.Ticket;

/** Who waits for which row. Holds rows on their way only, so it is as bounded as the queue. */
final class Tickets {
    private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();

    Waiter of(long seq) {
        return waiters.computeIfAbsent(seq, s -> new Waiter());
    }

    void done(long seq, Ticket.Outcome outcome) {
        Optional.ofNullable(waiters.remove(seq)).ifPresent(waiter -> waiter.done(outcome));
    }

    /** Whether the row is known to be on the disk. */
    boolean onDisk(long seq) {
        return Optional.ofNullable(waiters.get(seq))
                .filter(waiter -> waiter.onDisk)
                .isPresent();
    }

    static final class Waiter implements Ticket {
        private volatile boolean onDisk;
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicReference<Outcome> outcome = new AtomicReference<>(new Pending());

        void done(Outcome end) {
            outcome.set(end);
            done.countDown();
        }

        void onDisk() {
            onDisk = true;
        }

        @Override
        public Outcome await(Duration limit) throws InterruptedException {
            done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            return outcome.get();
        }
    }
}

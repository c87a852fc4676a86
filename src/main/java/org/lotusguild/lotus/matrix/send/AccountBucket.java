package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.matrix.SendOptions.Priority;

/**
 * How fast an account may send: 10 at once, then one in 5 s, unless the homeserver exempts it. Interactive events go
 * before bulk ones. What the homeserver asks us to wait holds for all of the account's rooms.
 */
final class AccountBucket {
    private static final long BURST = 10;
    private static final Duration REFILL = Duration.ofSeconds(5);
    /** A waiter looks again this often, in case one of higher priority has come or the wait was shortened. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private record Waiting(Priority priority, long arrival) {}

    private final InstantSource clock;
    private final Pause pause;
    private final boolean exempt;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Waiting> line =
            new TreeSet<>(Comparator.comparing(Waiting::priority).thenComparing(Waiting::arrival));
    private long arrivals;
    private Instant closedUntil = Instant.EPOCH;
    /** When the bucket would be full again; each token taken moves it by one refill. */
    private Instant fullAt = Instant.EPOCH;

    AccountBucket(InstantSource clock, Pause pause, boolean exempt) {
        this.clock = clock;
        this.pause = pause;
        this.exempt = exempt;
    }

    /** Waits for a token; false if there was one at once. */
    boolean take(Priority priority) throws InterruptedException {
        lock.lockInterruptibly();
        Waiting me = new Waiting(priority, arrivals++);
        line.add(me);
        boolean waited = false;
        try {
            while (true) {
                if (!line.first().equals(me)) {
                    waited = true;
                    changed.await();
                    continue;
                }
                Duration wait = untilToken();
                if (wait.isZero()) {
                    spend();
                    return waited;
                }
                waited = true;
                sleepUnlocked(wait);
            }
        } finally {
            line.remove(me);
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Nobody sends for so long. */
    void close(Duration wait) {
        lock.lock();
        try {
            Instant until = clock.instant().plus(wait);
            closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
        } finally {
            lock.unlock();
        }
    }

    private Duration untilToken() {
        Instant now = clock.instant();
        Instant free = exempt ? now : fullAt.minus(REFILL.multipliedBy(BURST - 1));
        Duration wait = Duration.between(now, free.isAfter(closedUntil) ? free : closedUntil);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void spend() {
        Instant now = clock.instant();
        fullAt = (fullAt.isAfter(now) ? fullAt : now).plus(REFILL);
    }

    private void sleepUnlocked(Duration wait) throws InterruptedException {
        lock.unlock();
        try {
            pause.take(wait.compareTo(LOOK) < 0 ? wait : LOOK);
        } finally {
            lock.lock();
        }
    }
}

package org.lotusguild.lotus.webhooks.courier;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that wait for what a lane has put into the send queue. For many threads. */
final class Followers {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final int MOST = 200;

    private final Bench bench;
    private final RoomId room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Thread> running = new HashSet<>();

    Followers(Bench bench, RoomId room) {
        this.bench = bench;
        this.room = room;
    }

    /** Waits while there are as many as there may be. */
    void awaitPlace() throws InterruptedException {
        awaitAtMost(MOST - 1);
    }

    /** @return whether there were any */
    boolean awaitAll() throws InterruptedException {
        return awaitAtMost(0);
    }

    private boolean awaitAtMost(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean any = !running.isEmpty();
            while (running.size() > most) {
                changed.await();
            }
            return any;
        } finally {
            lock.unlock();
        }
    }

    void start(Follower follower) {
        Thread thread = Thread.ofVirtual().name("follow " + room).unstarted(() -> {
            try {
                guarded(follower);
            } finally {
                changing(() -> running.remove(Thread.currentThread()));
            }
        });
        changing(() -> running.add(thread));
        thread.start();
    }

    private void changing(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void guarded(Follower follower) {
        for (int failures = 1; ; failures++) {
            try {
                follower.run();
                return;
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException e) {
                if (bench.stopping().getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    return;
                }
                report(e);
                try {
                    bench.pause().take(bench.backoff().after(failures));
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    /** A database that is busy or full is no defect, and says so itself. */
    private void report(RuntimeException failure) {
        boolean passing = failure instanceof StoreException store && store.mayPass();
        (passing ? LOG.atWarn() : LOG.atError().setCause(failure))
                .addKeyValue("room", room)
                .addKeyValue("why", failure.getMessage())
                .log("a delivery could not be finished; trying again");
    }

    void stop() {
        lock.lock();
        try {
            running.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}

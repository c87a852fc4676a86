package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of one hook whose script runs before they go into their lanes: however long that takes, nobody else waits for it.
 * Lives on a virtual thread of its own.
 */
final class ScriptQueue implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptQueue.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Hook hook;
    private final Face face;
    private final Way way;
    private final InstantSource clock;
    private final Pause pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** As bounded as what the courier takes into its hands. */
    private final Deque<List<Errand>> waiting = new ArrayDeque<>();

    private final Thread thread;

    /** Where deliveries go from here: all errands of one, each time. */
    interface Way {
        /** What they say is known now. */
        void on(List<Errand> errands);

        /** They are given back until then. */
        void back(List<List<Errand>> all, Instant due);
    }

    ScriptQueue(Hook hook, Face face, Way way, InstantSource clock, Pause pause) {
        this.hook = hook;
        this.face = face;
        this.way = way;
        this.clock = clock;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("script of " + hook.name()).unstarted(this);
    }

    ScriptQueue start() {
        thread.start();
        return this;
    }

    void add(List<Errand> errands) {
        lock.lock();
        try {
            waiting.addLast(errands);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                awaitOne();
                work();
            }
        } catch (InterruptedException | CancellationException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOne() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() throws InterruptedException {
        Instant allowed = face.notBefore(hook);
        if (!allowed.isAfter(clock.instant())) {
            List<Errand> first = taken(1).getFirst();
            made(first.getFirst().load());
            way.on(first);
            return;
        }
        List<List<Errand>> all = taken(Integer.MAX_VALUE);
        while (!back(all, allowed)) {
            pause.take(AFTER_FAILURE);
        }
    }

    private static void made(Load load) {
        try {
            load.made();
        } catch (CancellationException stopped) {
            throw stopped;
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.atWarn().addKeyValue("delivery", load.id()).log("a script could not be run"); // its lane says why
        }
    }

    private boolean back(List<List<Errand>> all, Instant due) throws InterruptedException {
        try {
            way.back(all, due);
            return true;
        } catch (StoreException away) {
            if (away.kind() == StoreException.Kind.LEASE_LOST) {
                throw new InterruptedException("another process is the courier now");
            }
            LOG.atWarn().addKeyValue("why", away.getMessage()).log("deliveries cannot be given back; trying again");
            return false;
        }
    }

    private List<List<Errand>> taken(int most) {
        lock.lock();
        try {
            List<List<Errand>> taken = new ArrayList<>();
            while (taken.size() < most && !waiting.isEmpty()) {
                taken.add(waiting.removeFirst());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        thread.interrupt();
    }

    void join(Duration limit) throws InterruptedException {
        thread.join(limit);
    }
}

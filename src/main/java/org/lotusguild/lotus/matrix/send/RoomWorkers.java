package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.RoomId;

/** The workers of a send queue: one for each room that has something to send, from the time when it comes until nothing is left. */
final class RoomWorkers {
    private enum State {
        NEW,
        RUNNING,
        ENDING
    }

    private static final class Slot {
        private final RoomWorker worker;
        private boolean moreCame;

        private Slot(RoomWorker worker) {
            this.worker = worker;
        }
    }

    private final Function<RoomId, RoomWorker> maker;
    private final Map<RoomId, Slot> slots = new ConcurrentHashMap<>();
    private final Object oneEnded = new Object();
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    RoomWorkers(Function<RoomId, RoomWorker> maker) {
        this.maker = maker;
    }

    /** @return false if they have been started before, or were ended */
    boolean start() {
        return state.compareAndSet(State.NEW, State.RUNNING);
    }

    /** Something has come for the room; it waits if they do not run. */
    void wake(RoomId room) {
        if (state.get() != State.RUNNING) {
            return;
        }
        slots.compute(room, (id, slot) -> {
            if (slot == null) {
                Slot fresh = new Slot(maker.apply(room));
                fresh.worker.start();
                return fresh;
            }
            slot.moreCame = true;
            return slot;
        });
    }

    /** Takes out a worker that found nothing more; false if something has come meanwhile. */
    boolean retire(RoomWorker worker) {
        boolean[] retired = {true};
        slots.computeIfPresent(worker.room(), (room, slot) -> {
            if (slot.worker != worker) {
                return slot;
            }
            retired[0] = ending() || !slot.moreCame;
            slot.moreCame = false;
            return retired[0] ? null : slot;
        });
        return retired[0];
    }

    /** The worker is no more, for whatever reason. */
    void ended(RoomWorker worker) {
        slots.computeIfPresent(worker.room(), (room, slot) -> slot.worker == worker ? null : slot);
        synchronized (oneEnded) {
            oneEnded.notifyAll();
        }
    }

    boolean ending() {
        return state.get() == State.ENDING;
    }

    /** Lets none begin anything more. @return whether they ran until now */
    boolean end() {
        return state.getAndSet(State.ENDING) == State.RUNNING;
    }

    /** Ends them all; what is on its way gets so long. */
    void close(Duration inFlight) {
        end();
        List<RoomWorker> running =
                slots.values().stream().map(slot -> slot.worker).toList();
        running.forEach(RoomWorker::stop);
        try {
            if (!joined(running, inFlight)) {
                running.forEach(RoomWorker::interrupt);
                joined(running, Duration.ofSeconds(1));
            }
        } catch (InterruptedException hurry) {
            running.forEach(RoomWorker::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is none, at most so long. */
    void awaitNone(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (oneEnded) {
            while (!slots.isEmpty() && System.nanoTime() < end) {
                oneEnded.wait(
                        Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            }
        }
    }

    private static boolean joined(List<RoomWorker> running, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        boolean all = true;
        for (RoomWorker worker : running) {
            all &= worker.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return all;
    }
}

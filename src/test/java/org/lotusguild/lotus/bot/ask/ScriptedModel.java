package org.lotusguild.lotus.bot.ask;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.lotusguild.lotus.base.TestClock;

/** A model that says what a test wrote, and moves the clock while it thinks. */
final class ScriptedModel implements ModelServer {
    private final TestClock clock;
    private final Runnable watcher;
    private final List<Step> script = new ArrayList<>();
    private final CountDownLatch gate;
    final List<List<Turn>> asked = new CopyOnWriteArrayList<>();

    private record Step(Duration after, Piece piece) {}

    /**
     * @param gate before which nothing is said
     * @param watcher called before each piece
     */
    ScriptedModel(TestClock clock, CountDownLatch gate, Runnable watcher) {
        this.clock = clock;
        this.gate = gate;
        this.watcher = watcher;
    }

    ScriptedModel then(Duration after, Piece piece) {
        script.add(new Step(after, piece));
        return this;
    }

    ScriptedModel says(Duration after, String words) {
        return then(after, new Text(words));
    }

    @Override
    public Speech ask(List<Turn> turns) {
        asked.add(List.copyOf(turns));
        return new Reading(new ArrayDeque<>(script));
    }

    private final class Reading implements Speech {
        private final Deque<Step> rest;

        Reading(Deque<Step> rest) {
            this.rest = rest;
        }

        @Override
        public Piece next(Duration limit) throws InterruptedException {
            watcher.run();
            gate.await();
            if (rest.isEmpty()) {
                new CountDownLatch(1).await();
            }
            Step step = rest.removeFirst();
            if (step.after().compareTo(limit) > 0) {
                clock.advance(limit);
                rest.addFirst(new Step(step.after().minus(limit), step.piece()));
                return new Nothing();
            }
            clock.advance(step.after());
            return step.piece();
        }

        @Override
        public void close() {}
    }
}

package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.sender.Senders;
import org.lotusguild.lotus.webhooks.sender.Speaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time for which this process is the courier. Takes deliveries into its hands, in order, and gives them to their lanes. */
final class Shift implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);
    private static final int AT_ONCE = 64;
    /** Of {@link Load#weight} together. */
    private static final int MOST = 1_000;

    private static final int MOST_BEGUN = 10_000;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration HOMESERVER_AWAY = Duration.ofSeconds(10);
    private static final Duration LAST_WORK = Duration.ofSeconds(2);

    private record Path(UserId user, RoomId room) {}

    private final Means means;
    private final Database database;
    private final Senders senders;
    private final Ends ends;
    private final Bench bench;
    private final Chores chores;
    private final Map<Path, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<String, ScriptQueue> scripts = new ConcurrentHashMap<>();
    private final ScriptQueue.Way way = new Way();
    private final AtomicInteger inHand = new AtomicInteger();
    private final Semaphore news = new Semaphore(0);
    private volatile boolean stopping;

    Shift(Means means, Database database) {
        this.means = means;
        this.database = database;
        this.senders = means.senders().get();
        PostStore posts = new PostStore();
        RootStore roots = new RootStore(means.vault());
        CalmStore calm = new CalmStore(means.vault());
        DeadLetters dead = new DeadLetters(means.bot(), means.admins(), calm, means.clock());
        this.ends = new Ends(means.deliveries(), posts, dead, means.figures(), means.clock(), this::over);
        Planner planner = new Planner(posts, roots, calm, means.rules(), means.clock(), means.random());
        this.bench = new Bench(
                database,
                planner,
                posts,
                roots,
                ends,
                new Uploads(means.pictures(), means.figures()),
                senders,
                means.figures(),
                means.clock(),
                means.pause(),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), means.random()),
                () -> stopping);
        this.chores = new Chores(means, database, posts, roots, calm, this::set);
    }

    private void wake() {
        news.release();
    }

    void stop() {
        stopping = true;
        wake();
    }

    Optional<String> trouble() {
        return senders.trouble();
    }

    void run() throws InterruptedException {
        dispatchAll(database.read(tx -> means.deliveries().in(tx, State.SENDING, MOST_BEGUN)));
        while (!stopping) {
            chores.look();
            if (!claim()) {
                news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
            }
        }
    }

    /** @return whether there may be more */
    private boolean claim() {
        if (inHand.get() >= MOST || !waiting()) {
            return false;
        }
        Instant now = means.clock().instant();
        // Nothing has left the machine by this: forgotten, the rows would be claimed once more.
        List<Delivery> claimed = database.relaxed(tx -> {
            List<Delivery> due = means.deliveries().due(tx, now, AT_ONCE);
            due.forEach(delivery -> means.deliveries().move(tx, delivery.id(), State.SENDING));
            return due;
        });
        dispatchAll(claimed);
        return !claimed.isEmpty();
    }

    private boolean waiting() {
        Instant now = means.clock().instant();
        return database.read(tx -> means.deliveries().nextDue(tx))
                .filter(due -> !due.isAfter(now))
                .isPresent();
    }

    private void dispatchAll(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            try {
                dispatch(delivery);
            } catch (MatrixException | HttpFailure away) {
                Instant again = means.clock().instant().plus(HOMESERVER_AWAY);
                database.run(tx -> means.deliveries()
                        .retry(tx, delivery.id(), again, "the homeserver does not say which room it is"));
            }
        }
    }

    private void dispatch(Delivery delivery) {
        Optional<Hook> hook = means.hooks().named(delivery.hook()).map(Known::hook);
        if (hook.isEmpty()) {
            database.run(tx -> ends.dead(tx, delivery, "the hook was removed"));
            return;
        }
        Map<RoomId, Target> rooms = rooms(hook.get());
        if (rooms.isEmpty()) {
            database.run(tx -> ends.dead(tx, delivery, "none of its rooms exists"));
            return;
        }
        Speaker speaker = means.face().speaker(hook.get(), delivery);
        Load load = new Load(delivery, hook.get(), speaker, means.face(), rooms.size());
        List<Errand> errands = new ArrayList<>();
        rooms.forEach((room, target) -> errands.add(Errand.of(load, target, room)));
        if (hook.get().transform().isPresent()) {
            scripts.computeIfAbsent(
                            hook.get().name(),
                            name -> new ScriptQueue(hook.get(), means.face(), way, means.clock(), means.pause())
                                    .start())
                    .add(errands);
            inHand.addAndGet(Load.weight(delivery));
        } else {
            set(errands);
        }
    }

    /** From the scripts. */
    private final class Way implements ScriptQueue.Way {
        @Override
        public void on(List<Errand> errands) {
            inHand.addAndGet(-weight(errands));
            set(errands);
        }

        /** The rest of a hook waits for its first. */
        @Override
        public void back(List<List<Errand>> all, Instant due) {
            database.relaxed(tx -> {
                means.deliveries().putOff(tx, id(all.getFirst()), due, "its script must let others have the processor");
                all.stream().skip(1).forEach(next -> means.deliveries().move(tx, id(next), State.PENDING));
                return true;
            });
            all.forEach(errands -> inHand.addAndGet(-weight(errands)));
            wake();
        }

        private static String id(List<Errand> errands) {
            return errands.getFirst().load().id();
        }
    }

    private static int weight(List<Errand> errands) {
        return Load.weight(errands.getFirst().load().delivery());
    }

    private Map<RoomId, Target> rooms(Hook hook) {
        Map<RoomId, Target> rooms = new LinkedHashMap<>();
        for (Target target : hook.targets()) {
            means.rooms()
                    .room(target.room())
                    .ifPresentOrElse(
                            room -> rooms.putIfAbsent(room, target),
                            () -> LOG.atWarn().addKeyValue("hook", hook.name()).log("a room of a hook does not exist"));
        }
        return rooms;
    }

    /** All errands of one load. */
    private void set(List<Errand> errands) {
        inHand.addAndGet(weight(errands));
        for (Errand errand : errands) {
            Speaker speaker = errand.load().speaker();
            lanes.computeIfAbsent(
                            new Path(senders.user(speaker), errand.room()),
                            path -> new Lane(bench, speaker, path.room()).start())
                    .add(errand);
        }
    }

    private void over(Load load) {
        inHand.addAndGet(-Load.weight(load.delivery()));
        wake();
        means.waiting().settle(load.id(), load.outcome());
    }

    @Override
    public void close() {
        stopping = true;
        scripts.values().forEach(ScriptQueue::stop);
        lanes.values().forEach(Lane::stop);
        try {
            for (ScriptQueue queue : scripts.values()) {
                queue.join(LAST_WORK);
            }
            for (Lane lane : lanes.values()) {
                lane.join(LAST_WORK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            senders.close();
        }
    }
}

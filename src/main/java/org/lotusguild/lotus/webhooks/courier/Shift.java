package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
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
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
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
    private static final Duration LAST_WORK = Duration.ofSeconds(2);

    private record Path(UserId user, RoomId room) {}

    private final Means means;
    private final Database database;
    private final Senders senders;
    private final PostStore posts;
    private final Refusals refusals = new Refusals();
    private final DeadLetters dead;
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
        PostStore posts = new PostStore(means.vault());
        RootStore roots = new RootStore(means.vault());
        CalmStore calm = new CalmStore(means.vault());
        this.dead = new DeadLetters(means.bot(), means.admins(), calm, means.clock());
        this.posts = posts;
        this.ends =
                new Ends(means.deliveries(), posts, roots, dead, refusals, means.figures(), means.clock(), this::over);
        this.bench = new Bench(
                database,
                new Planner(new Books(posts, roots, calm, means.bot(), means.rules(), means.clock(), means.random())),
                posts,
                roots,
                refusals,
                ends,
                new Uploads(means.pictures(), means.figures()),
                senders,
                means.figures(),
                means.clock(),
                means.pause(),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), means.random()),
                () -> stopping);
        this.chores = new Chores(means, database, posts, roots, calm, new Mornings(means, database, posts, ends));
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
        Instant now = means.clock().instant();
        database.read(tx -> posts.refused(tx, now))
                .forEach(one -> refusals.refused(one.hook(), one.room(), now, one.until()));
        // No mere read: it stands in line behind what an earlier process was writing when it ended.
        dispatchAll(database.relaxed(tx -> means.deliveries().in(tx, State.SENDING, MOST_BEGUN)));
        while (!stopping) {
            chores.look();
            dead.countOn(database);
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
        return database.read(tx -> means.deliveries().nextDue(tx, now))
                .filter(due -> !due.isAfter(now))
                .isPresent();
    }

    private void dispatchAll(List<Delivery> deliveries) {
        List<Delivery> unsaid = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            try {
                dispatch(delivery);
            } catch (MatrixException | HttpFailure away) {
                unsaid.add(delivery);
            } catch (StoreException | CancellationException notTheDeliverys) {
                throw notTheDeliverys;
            } catch (RuntimeException | StackOverflowError defect) {
                dead(delivery, defect);
            }
        }
        if (!unsaid.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("deliveries", unsaid.size())
                    .log("the homeserver does not say which rooms they mean");
            putOff(unsaid, means.clock().instant().plus(RoomBook.AWAY), "the homeserver does not say which room it is");
        }
    }

    private void dead(Delivery delivery, Throwable defect) {
        means.figures().defect();
        LOG.atError()
                .addKeyValue("delivery", delivery.id())
                .setCause(defect)
                .log("a delivery could not be given to anybody; it is dead");
        dead(delivery, "a defect of this program");
    }

    private void dead(Delivery delivery, String why) {
        database.run(tx -> ends.dead(tx, delivery, why));
        means.waiting().settle(delivery.id(), new Waiting.Dead());
    }

    private void putOff(List<Delivery> deliveries, Instant due, String why) {
        database.relaxed(tx -> {
            deliveries.forEach(one -> means.deliveries().putOff(tx, one.id(), due, why));
            return true;
        });
    }

    private void dispatch(Delivery delivery) {
        Optional<Hook> hook = means.hooks().named(delivery.hook()).map(Known::hook);
        if (hook.isEmpty()) {
            dead(delivery, "the hook was removed");
            return;
        }
        Face face = Ready.face(means.face(), delivery);
        Map<RoomId, Target> rooms = rooms(hook.get(), face);
        if (rooms.isEmpty()) {
            dead(delivery, "none of its rooms exists");
            return;
        }
        Speaker speaker = face.speaker(hook.get(), delivery);
        Load load = new Load(delivery, hook.get(), speaker, face, rooms.size());
        List<Errand> errands = new ArrayList<>();
        rooms.forEach((room, target) -> errands.add(Errand.of(load, target, room)));
        if (hook.get().transform().isPresent() && !(face instanceof Ready)) {
            scripted(hook.get(), errands);
        } else {
            set(errands);
        }
    }

    private void scripted(Hook hook, List<Errand> errands) {
        inHand.addAndGet(weight(errands));
        scripts.computeIfAbsent(
                        hook.name(),
                        name -> new ScriptQueue(hook, means.face(), way, means.clock(), means.pause()).start())
                .add(errands);
    }

    /** From the scripts. */
    private final class Way implements ScriptQueue.Way {
        @Override
        public void on(List<Errand> errands) {
            inHand.addAndGet(-weight(errands));
            set(errands);
        }

        @Override
        public void back(List<List<Errand>> all, Instant due) {
            List<Delivery> deliveries = all.stream()
                    .map(errands -> errands.getFirst().load().delivery())
                    .toList();
            putOff(deliveries, due, "its script must let others have the processor");
            all.forEach(errands -> inHand.addAndGet(-weight(errands)));
            wake();
        }
    }

    private static int weight(List<Errand> errands) {
        return Load.weight(errands.getFirst().load().delivery());
    }

    private Map<RoomId, Target> rooms(Hook hook, Face face) {
        Map<RoomId, Target> rooms = new LinkedHashMap<>();
        for (Target target : face.targets(hook)) {
            means.rooms()
                    .room(target.room())
                    .ifPresentOrElse(
                            room -> rooms.putIfAbsent(room, target),
                            () -> LOG.atWarn().addKeyValue("hook", hook.name()).log("a room of a hook does not exist"));
        }
        return rooms;
    }

    /** All errands of one delivery. */
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

    private void over(Load load, State state) {
        inHand.addAndGet(-Load.weight(load.delivery()));
        wake();
        means.waiting().settle(load.id(), load.outcome(state));
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

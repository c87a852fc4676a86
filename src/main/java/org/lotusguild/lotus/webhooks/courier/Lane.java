package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.hook.Images;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.sender.Entered;
import org.lotusguild.lotus.webhooks.sender.Sender;
import org.lotusguild.lotus.webhooks.sender.Speaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The errands of one speaker into one room, in order of arrival. Lives on a virtual thread of its own. */
final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int AT_ONCE = 32;
    private static final int UNDERWAY = 200;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Bench bench;
    private final Speaker speaker;
    private final RoomId room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** As bounded as what the courier takes into its hands. */
    private final Deque<Errand> waiting = new ArrayDeque<>();

    private final Set<Thread> followers = new HashSet<>();
    private final Thread thread;

    Lane(Bench bench, Speaker speaker, RoomId room) {
        this.bench = bench;
        this.speaker = speaker;
        this.room = room;
        this.thread =
                Thread.ofVirtual().name("courier " + speaker.key() + " " + room).unstarted(this);
    }

    Lane start() {
        thread.start();
        return this;
    }

    void add(Errand errand) {
        changing(() -> waiting.addLast(errand));
    }

    private void again(Errand errand) {
        changing(() -> waiting.addFirst(errand));
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

    @Override
    public void run() {
        try {
            while (!bench.stopping().getAsBoolean()) {
                round(take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Errand> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() || followers.size() >= UNDERWAY) {
                changed.await();
            }
            List<Errand> batch = new ArrayList<>();
            while (batch.size() < AT_ONCE && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void round(List<Errand> batch) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                Sender sender = bench.senders().of(speaker);
                switch (bench.senders().enter(sender, room)) {
                    case Entered.Inside() -> work(sender, batch);
                    case Entered.Refused(String why) -> refused(batch, why);
                }
                return;
            } catch (MatrixException | HttpFailure | AccountRefused away) {
                later(away, CourierFigures.Again.HOMESERVER, failures);
            } catch (StoreException away) {
                if (away.kind() == StoreException.Kind.LEASE_LOST) {
                    throw new InterruptedException("another process is the courier now");
                }
                later(away, CourierFigures.Again.DATABASE, failures);
            } catch (RuntimeException defect) {
                // Without its thread the lane would keep whatever comes to it for ever.
                LOG.atError().addKeyValue("room", room).setCause(defect).log("a lane failed; trying again");
                bench.pause().take(bench.backoff().after(failures));
            }
        }
    }

    private void later(RuntimeException why, CourierFigures.Again reason, int failures) throws InterruptedException {
        if (bench.stopping().getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("asked to stop");
        }
        bench.figures().count(reason);
        LOG.atWarn()
                .addKeyValue("room", room)
                .addKeyValue("sender", speaker.key())
                .addKeyValue("why", why.getMessage())
                .log("deliveries wait");
        bench.pause().take(bench.backoff().after(failures));
    }

    private void refused(List<Errand> batch, String errcode) {
        String why = "the sender is kept out of the room, " + errcode;
        bench.database()
                .run(tx -> batch.forEach(errand -> bench.ends().of(tx, errand.load(), room, new Ending.Refused(why))));
        batch.clear();
    }

    /** What is in the queue leaves the batch. What changes a message that is not there yet waits until it is. */
    private void work(Sender sender, List<Errand> batch) throws InterruptedException {
        Set<String> looked = new HashSet<>();
        while (!batch.isEmpty()) {
            batch.replaceAll(errand -> looked.add(errand.load().id()) ? prepared(sender, errand) : errand);
            List<Plan> plans = planned(sender, batch);
            for (Plan plan : plans) {
                Errand errand = batch.removeFirst();
                if (plan instanceof Plan.Underway underway) {
                    follow(new Follower(bench, errand, sender, underway, this::again));
                }
            }
            if (!batch.isEmpty() && !awaitFollowers() && plans.isEmpty()) {
                lost(sender, batch.getFirst());
            }
        }
    }

    /**
     * In one transaction; or one by itself if one of them cannot be planned.
     *
     * @return of the first ones, as many as there are
     */
    private List<Plan> planned(Sender sender, List<Errand> batch) throws InterruptedException {
        try {
            return together(sender, batch);
        } catch (QueueFull full) {
            bench.pause().take(LOOK);
            return List.of();
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException | StackOverflowError defect) {
            Errand first = batch.getFirst();
            if (batch.size() > 1) {
                return planned(sender, List.of(first));
            }
            LOG.atError()
                    .addKeyValue("delivery", first.load().id())
                    .setCause(defect)
                    .log("a delivery could not be worked on; it is dead");
            bench.database()
                    .run(tx -> bench.ends().of(tx, first.load(), room, new Ending.Dead("a defect of this program")));
            return List.of(new Plan.Over(new Ending.Dead("")));
        }
    }

    private List<Plan> together(Sender sender, List<Errand> batch) {
        batch.forEach(errand -> errand.load().made());
        return bench.database().inTransaction(tx -> {
            List<Plan> plans = new ArrayList<>();
            for (Errand errand : batch) {
                Plan plan = bench.planner().plan(tx, errand, sender);
                if (plan instanceof Plan.Waits) {
                    break;
                }
                plans.add(plan);
                settle(tx, errand, plan, sender);
            }
            return plans;
        });
    }

    private void settle(Tx tx, Errand errand, Plan plan, Sender sender) {
        if (plan instanceof Plan.Over(Ending ending)) {
            bench.ends().of(tx, errand.load(), room, ending);
        }
        for (Load covered : errand.covers()) {
            bench.posts()
                    .add(
                            tx,
                            covered.id(),
                            room,
                            0,
                            What.MESSAGE,
                            sender.account().user(),
                            Optional.empty());
            bench.posts()
                    .done(
                            tx,
                            covered.id(),
                            room,
                            0,
                            Optional.empty(),
                            bench.clock().instant());
            bench.ends().of(tx, covered, room, new Ending.Sent());
        }
    }

    /** What needs the homeserver before anything is decided: whether the root is still there, and a picture with words. */
    private Errand prepared(Sender sender, Errand taken) {
        List<Notice> notices = notices(taken);
        Errand errand = taken.into(sender.account().rooms(), notices);
        boolean stands = notices.stream()
                .flatMap(notice -> notice.correlation().stream())
                .map(about -> stands(sender, errand, about))
                .reduce(false, Boolean::logicalOr);
        boolean captioned = errand.load().hook().images() == Images.CAPTION
                && errand.picture().isEmpty();
        if (!captioned || notices.size() != 1 || stands) {
            return errand;
        }
        Optional<ObjectNode> picture =
                bench.uploads().picture(sender.account(), room, errand.load().hook(), notices.getFirst());
        return picture.map(errand::picture).orElse(errand);
    }

    /** Whether a message stands open for it; one that is gone is forgotten. */
    private boolean stands(Sender sender, Errand errand, Correlation about) {
        RootStore.Thing thing = new RootStore.Thing(errand.load().hook().name(), room, about.key());
        Optional<RootStore.Standing> standing =
                bench.database().read(tx -> bench.roots().find(tx, thing)).filter(RootStore.Standing::open);
        Optional<EventId> event = standing.flatMap(RootStore.Standing::event);
        if (event.isPresent() && gone(sender, event.get())) {
            bench.database().run(tx -> bench.roots().forget(tx, thing));
            return false;
        }
        return standing.isPresent();
    }

    /** None too where a defect lets nothing be made of it: whoever plans it meets that again, and ends the delivery. */
    private static List<Notice> notices(Errand errand) {
        try {
            return errand.load().notices(errand.target());
        } catch (RuntimeException | StackOverflowError defect) {
            return List.of();
        }
    }

    /** Redacted, or not to be seen any more. */
    private boolean gone(Sender sender, EventId event) {
        try {
            return sender.account()
                    .rooms()
                    .event(room, event)
                    .map(there -> switch (there) {
                        case Incoming.Unknown unknown -> true;
                        case Incoming.Undecryptable(var meta, Decrypted.Reason reason) ->
                            reason == Decrypted.Reason.MALFORMED || reason == Decrypted.Reason.UNKNOWN_ALGORITHM;
                        case Incoming.Message _,
                                Incoming.Reaction _,
                                Incoming.Edit _,
                                Incoming.Redaction _,
                                Incoming.Membership _,
                                Incoming.StateChange _,
                                Incoming.PollVote _ -> false;
                    })
                    .orElse(true);
        } catch (MatrixException refusal) {
            if (refusal.limited() || refusal.unwell()) {
                throw refusal;
            }
            return true;
        }
    }

    private void follow(Follower follower) {
        Thread follows = Thread.ofVirtual().name("follow " + room).unstarted(() -> {
            try {
                guarded(follower);
            } finally {
                changing(() -> followers.remove(Thread.currentThread()));
            }
        });
        changing(() -> followers.add(follows));
        follows.start();
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
                LOG.atError()
                        .addKeyValue("room", room)
                        .setCause(e)
                        .log("a delivery could not be finished; trying again");
                try {
                    bench.pause().take(bench.backoff().after(failures));
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    /** It waits for a message that nobody sends any more. */
    private void lost(Sender sender, Errand errand) {
        LOG.atWarn()
                .addKeyValue("delivery", errand.load().id())
                .log("a message that stands for something was never sent");
        bench.database()
                .run(tx -> bench.roots()
                        .forgetPending(
                                tx,
                                errand.load().hook().name(),
                                room,
                                sender.account().user()));
    }

    /** @return whether there were any */
    private boolean awaitFollowers() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean any = !followers.isEmpty();
            while (!followers.isEmpty()) {
                changed.await();
            }
            return any;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        thread.interrupt();
        lock.lock();
        try {
            followers.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    void join(Duration limit) throws InterruptedException {
        thread.join(limit);
    }
}

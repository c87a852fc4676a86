package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.webhooks.sender.Sender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errands that a lane works on together. What is in the send queue, or over, leaves it. */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** In one transaction. The send queue cannot write meanwhile, so it shall be shorter than a request to the homeserver. */
    private static final int PLANNED_AT_ONCE = 4;

    private static final String BEHIND = "the room refused the one before it";

    private final Bench bench;
    private final RoomId room;
    private final Followers followers;
    private final Scout scout;
    private final List<Errand> errands;
    private final Set<String> looked = new HashSet<>();

    Batch(Bench bench, RoomId room, Followers followers, List<Errand> errands) {
        this.bench = bench;
        this.room = room;
        this.followers = followers;
        this.scout = new Scout(bench, room);
        this.errands = errands;
    }

    void refused(String why) {
        end(List.copyOf(errands), why);
    }

    private void end(List<Errand> some, String why) {
        if (!some.isEmpty()) {
            bench.database()
                    .run(tx ->
                            some.forEach(errand -> bench.ends().of(tx, errand.load(), room, new Ending.Refused(why))));
            errands.removeAll(some);
        }
    }

    /** What changes a message that is not there yet waits until it is. */
    void work(Sender sender) throws InterruptedException {
        while (true) {
            putBehind();
            if (errands.isEmpty()) {
                return;
            }
            errands.replaceAll(errand -> prepared(sender, errand));
            List<Errand> group = List.copyOf(errands.subList(0, Math.min(PLANNED_AT_ONCE, errands.size())));
            Optional<List<Plan>> planned = planned(sender, group);
            if (planned.isEmpty()) {
                bench.pause().take(LOOK);
                continue;
            }
            List<Plan> plans = planned.get();
            for (Plan plan : plans) {
                Errand errand = errands.removeFirst();
                if (plan instanceof Plan.Underway underway) {
                    followers.start(new Follower(bench, errand, sender, underway));
                }
            }
            boolean waits = plans.size() < group.size();
            if (waits && !followers.awaitAll() && plans.isEmpty()) {
                lost(sender, errands.getFirst());
            }
        }
    }

    private Errand prepared(Sender sender, Errand errand) {
        if (looked.contains(errand.load().id())) {
            return errand;
        }
        Errand ready = scout.prepared(sender, errand);
        looked.add(errand.load().id());
        return ready;
    }

    /** Where the room refuses an earlier one of the hook, the others would overtake it. */
    private void putBehind() {
        Instant now = bench.clock().instant();
        end(
                errands.stream()
                        .filter(errand -> bench.refusals().refuses(errand.hook(), room, now))
                        .toList(),
                BEHIND);
    }

    /**
     * In one transaction; or one by itself if one of them cannot be planned.
     *
     * @return of the first ones, as many as need not wait for a message; empty while the send queue is full
     */
    private Optional<List<Plan>> planned(Sender sender, List<Errand> some) {
        try {
            return Optional.of(together(sender, some));
        } catch (QueueFull full) {
            return Optional.empty();
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException | StackOverflowError defect) {
            Errand first = some.getFirst();
            return some.size() > 1 ? planned(sender, List.of(first)) : Optional.of(List.of(dead(first, defect)));
        }
    }

    private Plan dead(Errand errand, Throwable defect) {
        bench.figures().defect();
        LOG.atError()
                .addKeyValue("delivery", errand.load().id())
                .setCause(defect)
                .log("a delivery could not be worked on; it is dead");
        Ending ending = new Ending.Dead("a defect of this program");
        bench.database().run(tx -> bench.ends().of(tx, errand.load(), room, ending));
        return new Plan.Over(ending);
    }

    private List<Plan> together(Sender sender, List<Errand> some) {
        some.forEach(errand -> errand.load().made());
        return bench.database().inTransaction(tx -> {
            List<Plan> plans = new ArrayList<>();
            for (Errand errand : some) {
                Plan plan = bench.planner().plan(tx, errand, sender);
                if (plan instanceof Plan.Waits) {
                    break;
                }
                plans.add(plan);
                if (plan instanceof Plan.Over(Ending ending)) {
                    bench.ends().of(tx, errand.load(), room, ending);
                }
            }
            return plans;
        });
    }

    /** It waits for a message that nobody sends any more. */
    private void lost(Sender sender, Errand errand) {
        LOG.atWarn()
                .addKeyValue("delivery", errand.load().id())
                .log("a message that stands for something was never sent");
        bench.database()
                .run(tx -> bench.roots()
                        .forgetPending(tx, errand.hook(), room, sender.account().user()));
    }
}

package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Outcome;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.service.Service;

/** Writes down how deliveries end, in the caller's transaction. */
final class Ends {
    private static final Duration AGAIN = Duration.ofMinutes(5);
    /** An hour. */
    private static final int TRIES = 12;

    private final DeliveryStore deliveries;
    private final PostStore posts;
    private final RootStore roots;
    private final DeadLetters dead;
    private final Refusals refusals;
    private final CourierFigures figures;
    private final InstantSource clock;
    private final BiConsumer<Load, State> over;

    /** @param over is told after the commit that a delivery is out of the courier's hands, and where it is now */
    Ends(
            DeliveryStore deliveries,
            PostStore posts,
            RootStore roots,
            DeadLetters dead,
            Refusals refusals,
            CourierFigures figures,
            InstantSource clock,
            BiConsumer<Load, State> over) {
        this.deliveries = deliveries;
        this.posts = posts;
        this.roots = roots;
        this.dead = dead;
        this.refusals = refusals;
        this.figures = figures;
        this.clock = clock;
        this.over = over;
    }

    /** One room is done with it. */
    void of(Tx tx, Load load, RoomId room, Ending ending) {
        switch (ending) {
            case Ending.Refused(String why) -> refused(tx, load, room, why);
            case Ending.Dead lost -> bury(tx, load, room);
            case Ending.Filtered filtered -> {
                if (load.rooms() > 1) {
                    posts.nothing(tx, load.id(), room, clock.instant());
                }
            }
            case Ending.Sent sent -> {}
            case Ending.Held held -> {}
        }
        tx.afterCommit(() -> count(load.service(), ending));
        load.over(room, ending).ifPresent(all -> {
            State state = end(tx, load, all);
            tx.afterCommit(() -> over.accept(load, state));
        });
    }

    private void refused(Tx tx, Load load, RoomId room, String why) {
        posts.again(tx, load.id(), room);
        again(load, room);
        if (load.delivery().attempts() == 0) {
            dead.refused(tx, load.hook().name(), room, load.speaker().title(), why);
        }
    }

    private Instant again(Load load, RoomId room) {
        Instant now = clock.instant();
        return refusals.refused(load.hook().name(), room, now, now.plus(AGAIN).truncatedTo(ChronoUnit.MILLIS));
    }

    /** It will never be there; who replays it begins anew. */
    private void bury(Tx tx, Load load, RoomId room) {
        posts.again(tx, load.id(), room);
        posts.forgetUnlessBegun(tx, load.id(), room);
        roots.failed(tx, load.id(), room);
    }

    private void count(Service service, Ending ending) {
        switch (ending) {
            case Ending.Sent() -> {}
            case Ending.Filtered() -> figures.count(service, CourierFigures.Delivered.FILTERED);
            case Ending.Held() -> figures.count(service, CourierFigures.Delivered.HELD);
            case Ending.Refused(String why) -> figures.count(CourierFigures.Again.ROOM_REFUSES);
            case Ending.Dead(String why) -> figures.count(service, CourierFigures.Delivered.DEAD);
        }
    }

    private State end(Tx tx, Load load, Map<RoomId, Ending> all) {
        Optional<String> refused = first(all, Ends::refusal);
        Optional<String> lost = first(all, Ends::loss);
        if (refused.isPresent() && load.delivery().attempts() < TRIES) {
            deliveries.retry(tx, load.id(), due(load, all), refused.get());
            return State.RETRY;
        }
        if (lost.or(() -> refused).isPresent()) {
            all.forEach((room, ending) -> {
                if (refusal(ending).isPresent()) {
                    bury(tx, load, room);
                }
            });
            dead(tx, load, lost.or(() -> refused).get());
            return State.DEAD;
        }
        if (all.values().stream().anyMatch(Ending.Held.class::isInstance)) {
            deliveries.move(tx, load.id(), State.HELD);
            return State.HELD;
        }
        boolean sent = all.values().stream().anyMatch(Ending.Sent.class::isInstance);
        return done(tx, load, sent ? State.SENT : State.FILTERED);
    }

    /** When the first of its rooms is tried again. */
    private Instant due(Load load, Map<RoomId, Ending> all) {
        return all.entrySet().stream()
                .filter(one -> refusal(one.getValue()).isPresent())
                .map(one -> again(load, one.getKey()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Optional<String> first(Map<RoomId, Ending> all, Function<Ending, Optional<String>> why) {
        return all.values().stream()
                .flatMap(ending -> why.apply(ending).stream())
                .findFirst();
    }

    private static Optional<String> refusal(Ending ending) {
        return ending instanceof Ending.Refused(String why) ? Optional.of(why) : Optional.empty();
    }

    private static Optional<String> loss(Ending ending) {
        return ending instanceof Ending.Dead(String why) ? Optional.of(why) : Optional.empty();
    }

    /** It is over: sent, or nobody wants it. */
    State done(Tx tx, Load load, State state) {
        Instant now = clock.instant();
        deliveries.done(
                tx,
                load.id(),
                state,
                now,
                outcome(tx, load, Optional.empty()),
                load.delivery().payload());
        posts.forget(tx, load.id());
        tx.afterCommit(() -> figures.took(Duration.between(load.delivery().receivedAt(), now)));
        return state;
    }

    private void dead(Tx tx, Load load, String why) {
        deliveries.dead(tx, load.id(), clock.instant(), outcome(tx, load, Optional.of(why)));
        dead.dead(tx, load.hook().name(), why);
    }

    /** One that no room could be found for, or whose hook is gone. */
    void dead(Tx tx, Delivery delivery, String why) {
        deliveries.dead(tx, delivery.id(), clock.instant(), Outcome.problem(why));
        dead.dead(tx, delivery.hook(), why);
    }

    private Outcome outcome(Tx tx, Load load, Optional<String> problem) {
        Optional<Made> made = load.known();
        Optional<Notice> told = made.flatMap(one -> one.pieces().stream().findFirst())
                .map(piece -> piece.rendered().message());
        return new Outcome(
                told.map(Notice::service),
                told.map(Notice::event).or(() -> made.map(nothing -> "script.nothing")),
                problem.or(() -> made.flatMap(Made::problem)),
                posts.events(tx, load.id()));
    }
}

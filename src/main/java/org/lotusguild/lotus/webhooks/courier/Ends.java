package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final DeadLetters dead;
    private final CourierFigures figures;
    private final InstantSource clock;
    private final Consumer<Load> over;

    /** @param over is told after the commit that a delivery is out of the courier's hands */
    Ends(
            DeliveryStore deliveries,
            PostStore posts,
            DeadLetters dead,
            CourierFigures figures,
            InstantSource clock,
            Consumer<Load> over) {
        this.deliveries = deliveries;
        this.posts = posts;
        this.dead = dead;
        this.figures = figures;
        this.clock = clock;
        this.over = over;
    }

    /** One room is done with it. */
    void of(Tx tx, Load load, RoomId room, Ending ending) {
        if (ending instanceof Ending.Refused || ending instanceof Ending.Dead) {
            posts.forgetUnfinished(tx, load.id(), room);
        }
        if (ending instanceof Ending.Refused(String why) && load.delivery().attempts() == 0) {
            dead.refused(tx, load.hook().name(), room, load.speaker().title(), why);
        }
        tx.afterCommit(() -> count(load.service(), ending));
        load.over(room, ending).ifPresent(all -> end(tx, load, all.values()));
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

    private void end(Tx tx, Load load, Collection<Ending> endings) {
        Optional<String> refused = first(endings, Ends::refusal);
        Optional<String> lost = first(endings, Ends::loss);
        if (refused.isPresent() && load.delivery().attempts() < TRIES) {
            deliveries.retry(tx, load.id(), clock.instant().plus(AGAIN), refused.get());
        } else if (lost.or(() -> refused).isPresent()) {
            dead(tx, load, lost.or(() -> refused).get());
        } else if (endings.stream().anyMatch(Ending.Held.class::isInstance)) {
            deliveries.move(tx, load.id(), State.HELD);
        } else {
            boolean sent = endings.stream().anyMatch(Ending.Sent.class::isInstance);
            done(tx, load, sent ? State.SENT : State.FILTERED);
        }
        tx.afterCommit(() -> over.accept(load));
    }

    private static Optional<String> first(Collection<Ending> endings, Function<Ending, Optional<String>> why) {
        return endings.stream().flatMap(ending -> why.apply(ending).stream()).findFirst();
    }

    private static Optional<String> refusal(Ending ending) {
        return ending instanceof Ending.Refused(String why) ? Optional.of(why) : Optional.empty();
    }

    private static Optional<String> loss(Ending ending) {
        return ending instanceof Ending.Dead(String why) ? Optional.of(why) : Optional.empty();
    }

    private void done(Tx tx, Load load, State state) {
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

package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Speaker;

/** A homeserver that is away, slow or says no. */
class CourierTroubleTest extends OneHook {
    @Test
    void aHomeserverThatIsAwayGetsEverythingLaterInOrder() throws Exception {
        CourierBed bed = bed(HOOK);
        AtomicBoolean away = new AtomicBoolean(true);
        bed.trouble(asked -> away.get() ? Optional.of(Answer.page(502)) : Optional.empty());
        for (int i = 0; i < 20; i++) {
            bed.accept("house", numbered(i));
        }
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.server.asked("PUT", ".*").size() > 1);
            away.set(false);
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(bed.arrived(CourierBed.ROOM).get(i).body()).contains("number " + i + ".");
        }
    }

    @Test
    void whatTheHomeserverAsksToWaitIsWaitedForAndNothingComesTwice() throws Exception {
        CourierBed bed = bed(HOOK);
        AtomicInteger asked = new AtomicInteger();
        bed.trouble(request -> asked.incrementAndGet() % 3 == 1
                ? Optional.of(Answer.json(
                        429, Json.object().put("errcode", "M_LIMIT_EXCEEDED").put("retry_after_ms", 20)))
                : Optional.empty());
        for (int i = 0; i < 10; i++) {
            bed.accept("house", numbered(i));
        }
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(10);
    }

    @Test
    void aRoomThatRefusesIsTriedAgainForAnHourAndTheAdminsAreToldOnce() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.trouble(asked -> asked.path().contains("room%3A")
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        String id = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            Await.until(() -> bed.arrived(CourierBed.ADMINS).size() == 1);
            assertThat(bed.past(id, "house").state()).isEqualTo(State.RETRY);
            for (int hour = 0; hour < 12; hour++) {
                bed.ahead.updateAndGet(before -> before.plusSeconds(301));
                int tries = hour + 1;
                Await.until(() -> bed.past(id, "house").attempts() > tries
                        || bed.past(id, "house").state() == State.DEAD);
            }
            Await.until(() -> bed.past(id, "house").state() == State.DEAD);
            Await.until(() -> bed.arrived(CourierBed.ADMINS).size() == 2);
        }
        assertThat(bed.arrived(CourierBed.ROOM)).isEmpty();
        assertThat(bed.arrived(CourierBed.ADMINS).getLast().body())
                .isEqualTo("📮 house – 1 message could not be delivered (the room refused the sender)");
    }

    @Test
    void aDeadOneThatIsReplayedArrives() throws Exception {
        CourierBed bed = bed(HOOK);
        AtomicBoolean gone = new AtomicBoolean(true);
        bed.trouble(asked -> gone.get() && asked.path().contains("room%3A")
                ? Optional.of(Answer.error(404, "M_NOT_FOUND", "no room"))
                : Optional.empty());
        String id = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.past(id, "house").state() == State.DEAD);
            gone.set(false);
            bed.database.run(tx -> bed.deliveries.past().revive(tx, id, bed.clock.instant()));
            Await.until(() -> bed.past(id, "house").state() == State.SENT);
        }
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(1);
    }

    @Test
    void whatIsTooLargeArrivesHalfAsLarge() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.trouble(asked -> asked.body().length > 10_000
                ? Optional.of(Answer.error(413, "M_TOO_LARGE", "too large"))
                : Optional.empty());
        String id = bed.accept("house", Json.text(Json.object().put("text", "words and words\n\n".repeat(400))));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.past(id, "house").state()).isEqualTo(State.SENT);
        assertThat(bed.server.asked("PUT", ".*")).hasSize(2);
        CourierBed.Arrived event = bed.arrived(CourierBed.ROOM).getFirst();
        assertThat(Json.bytes(event.content()).length).isBetween(5_000, 10_000);
        assertThat(event.body()).startsWith("words and words\n").contains("…");
    }

    @Test
    void whatNoEventCouldHoldArrivesCut() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", Json.text(Json.object().put("text", "much ".repeat(50_000))));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(1);
        assertThat(Json.bytes(bed.arrived(CourierBed.ROOM).getFirst().content()).length)
                .isLessThanOrEqualTo(56 * 1024);
    }

    /** As the send queue says it is, while a lane plans; the scout before it passes over what cannot be made. */
    @Test
    void aFullQueueForgetsNoMessageThatIsUnderWay() throws Exception {
        CourierBed bed = bed(HOOK);
        AtomicBoolean away = new AtomicBoolean(true);
        bed.trouble(asked -> away.get() ? Optional.of(Answer.page(502)) : Optional.empty());
        bed.accept("house", DOWN);
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> !bed.server.asked("PUT", ".*").isEmpty());
        }
        away.set(false);
        AtomicInteger made = new AtomicInteger();
        bed.face = usual -> new Face() {
            @Override
            public Speaker speaker(Hook hook, Delivery delivery) {
                return usual.speaker(hook, delivery);
            }

            @Override
            public Speaker speaker(Hook hook, String service) {
                return usual.speaker(hook, service);
            }

            @Override
            public Made made(Hook hook, Delivery delivery) {
                if (made.incrementAndGet() <= 3) {
                    throw new QueueFull("the send queue is full");
                }
                return usual.made(hook, delivery);
            }

            @Override
            public Rendered again(Hook hook, Delivery delivery, Root root) {
                return usual.again(hook, delivery, root);
            }
        };
        bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        List<CourierBed.Arrived> all = bed.arrived(CourierBed.ROOM);
        assertThat(all.get(1).relation()).contains("m.replace");
        assertThat(all.get(1).target()).isEqualTo(all.getFirst().id().value());
    }

    @Test
    void oneRoomThatIsClosedKeepsNothingFromTheOther() throws Exception {
        CourierBed bed = bed("""
                hooks:
                  - name: house
                    rooms: [{room: "!room:example.org"}, {room: "!other:example.org"}]
                """);
        AtomicBoolean closed = new AtomicBoolean(true);
        bed.trouble(asked -> closed.get() && asked.path().contains("room%3A")
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        String id = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.past(id, "house").state() == State.RETRY);
            assertThat(bed.arrived(CourierBed.OTHER)).hasSize(1);
            closed.set(false);
            bed.ahead.set(Duration.ofSeconds(301));
            Await.until(() -> bed.past(id, "house").state() == State.SENT);
        }
        assertThat(bed.arrived(CourierBed.OTHER)).hasSize(1);
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(1);
    }

    @Test
    void anAliasThatTheHomeserverDoesNotSayIsAskedForOnceAndTakesNoAttempt() throws Exception {
        CourierBed bed = bed("""
                hooks:
                  - name: house
                    rooms: [{room: "#house:example.org"}]
                """);
        AtomicInteger asked = new AtomicInteger();
        bed.aliases = alias -> {
            if (asked.incrementAndGet() == 1) {
                throw new HttpFailure(HttpFailure.Kind.CONNECT, "away", null);
            }
            return Optional.of(CourierBed.ROOM);
        };
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(bed.accept("house", numbered(i)));
        }
        bed.database.run(tx -> ids.forEach(id -> bed.deliveries.move(tx, id, State.SENDING)));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.in(State.RETRY).size() == 20);
            assertThat(asked).hasValue(1);
            assertThat(bed.in(State.RETRY)).extracting(Delivery::attempts).containsOnly(0);
            bed.ahead.set(Duration.ofSeconds(11));
            Await.until(() -> bed.arrived(CourierBed.ROOM).size() == 20);
        }
        assertThat(asked).hasValue(2);
        for (int i = 0; i < 20; i++) {
            assertThat(bed.arrived(CourierBed.ROOM).get(i).body()).contains("number " + i + ".");
        }
    }

    /** The send queue forgets after seven days what it has sent. */
    @Test
    void whatWasUnderWayTooLongToKnowIsADeadLetter() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.trouble(asked -> Optional.of(Answer.page(502)));
        String id = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> !bed.server.asked("PUT", ".*").isEmpty());
        }
        bed.database.run(tx -> tx.sql("delete from matrix_send").update());
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.past(id, "house").state() == State.DEAD);
        }
        assertThat(bed.past(id, "house").problem())
                .contains("it was under way for so long that nobody knows whether it arrived");
    }
}

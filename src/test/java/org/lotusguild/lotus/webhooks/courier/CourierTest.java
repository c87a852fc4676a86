package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.webhooks.calm.Night;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.Past;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Speaker;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;

class CourierTest {
    private static final String HOOK = """
            hooks:
              - name: house
                rooms: [{room: "!room:example.org"}]
            """;
    private static final String DOWN = CourierBed.sample("uptime-kuma/Down.json");
    private static final String UP = CourierBed.sample("uptime-kuma/Up.json");

    @TempDir
    Path folder;

    private Optional<CourierBed> open = Optional.empty();

    private CourierBed bed(String yaml) throws Exception {
        open = Optional.of(new CourierBed(folder, yaml));
        return open.get();
    }

    @AfterEach
    void close() {
        open.ifPresent(CourierBed::close);
    }

    @Test
    void downThenUpIsOneMessageThatIsEditedAndOneReplyInItsThread() throws Exception {
        CourierBed bed = bed(HOOK);
        String down = bed.accept("house", DOWN);
        String up = bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        List<CourierBed.Arrived> events = bed.arrived(CourierBed.ROOM);
        assertThat(events).hasSize(3);
        CourierBed.Arrived root = events.getFirst();
        assertThat(root.body()).startsWith("🔴 Matrix homeserver – down");
        assertThat(events.get(1).relation()).contains("m.replace");
        assertThat(events.get(1).target()).isEqualTo(root.id().value());
        assertThat(events.get(1).now()).startsWith("🟢 Matrix homeserver – up again");
        assertThat(events.get(2).relation()).contains("m.thread");
        assertThat(events.get(2).target()).isEqualTo(root.id().value());
        assertThat(bed.past(down, "house").state()).isEqualTo(State.SENT);
        assertThat(bed.past(up, "house").events()).hasSize(2);
        assertThat(bed.opened.getFirst().user().value()).isEqualTo("@hook_uptime-kuma:example.org");
        assertThat(bed.opened.getFirst().shown).hasSize(2).first().isEqualTo("Uptime Kuma");
    }

    @Test
    void whatEndsAfterARestartStillEditsTheMessageFromBefore() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", DOWN);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::relation)
                .containsExactly(Optional.empty(), Optional.of("m.replace"), Optional.of("m.thread"));
    }

    @Test
    void aRootThatWasRedactedIsForgottenAndTheEventPostedAnew() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.redacts = true;
        bed.accept("house", DOWN);
        bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            bed.accept("house", DOWN);
            bed.awaitDone();
            bed.accept("house", UP);
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM).getLast().relation()).isEmpty();
        assertThat(bed.arrived(CourierBed.ROOM).getLast().body()).startsWith("🟢");
    }

    @Test
    void aHomeserverThatIsAwayGetsEverythingLaterInOrder() throws Exception {
        CourierBed bed = bed(HOOK);
        AtomicBoolean away = new AtomicBoolean(true);
        bed.trouble(asked -> away.get() ? Optional.of(Answer.page(502)) : Optional.empty());
        for (int i = 0; i < 20; i++) {
            bed.accept("house", numbered(i));
        }
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> bed.server.asked("PUT", ".*").size() > 1);
            away.set(false);
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(bed.arrived(CourierBed.ROOM).get(i).body()).contains("number " + i + ".");
        }
    }

    @Test
    void ofSeveralEditsThatWaitTheLastIsSentAndAllAreOver() throws Exception {
        CourierBed bed = bed(HOOK + "    lifecycle: edit\n");
        AtomicBoolean away = new AtomicBoolean();
        bed.trouble(asked -> away.get() ? Optional.of(Answer.page(502)) : Optional.empty());
        bed.accept("house", DOWN);
        List<String> more = new ArrayList<>();
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            away.set(true);
            for (int i = 0; i < 5; i++) {
                more.add(bed.accept("house", DOWN.replaceFirst("\\{", "{\"again\": " + i + ",")));
            }
            CourierBed.await(() -> bed.server.asked("PUT", ".*").size() > 2);
            away.set(false);
            bed.awaitDone();
        }
        assertThat(more)
                .allSatisfy(id -> assertThat(bed.past(id, "house").state()).isEqualTo(State.SENT));
        assertThat(bed.arrived(CourierBed.ROOM).getLast().relation()).contains("m.replace");
    }

    private static String numbered(int number) {
        return Json.text(Json.object().put("title", "number " + number + "."));
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
            CourierBed.await(() -> bed.arrived(CourierBed.ADMINS).size() == 1);
            assertThat(bed.past(id, "house").state()).isEqualTo(State.RETRY);
            for (int hour = 0; hour < 12; hour++) {
                bed.ahead.updateAndGet(before -> before.plusSeconds(301));
                int tries = hour + 1;
                CourierBed.await(() -> bed.past(id, "house").attempts() > tries
                        || bed.past(id, "house").state() == State.DEAD);
            }
            CourierBed.await(() -> bed.past(id, "house").state() == State.DEAD);
            CourierBed.await(() -> bed.arrived(CourierBed.ADMINS).size() == 2);
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
            CourierBed.await(() -> bed.past(id, "house").state() == State.DEAD);
            gone.set(false);
            bed.database.run(tx -> bed.deliveries.past().revive(tx, id, bed.clock.instant()));
            CourierBed.await(() -> bed.past(id, "house").state() == State.SENT);
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
            CourierBed.await(() -> bed.past(id, "house").state() == State.RETRY);
            assertThat(bed.arrived(CourierBed.OTHER)).hasSize(1);
            closed.set(false);
            bed.ahead.set(Duration.ofSeconds(301));
            CourierBed.await(() -> bed.past(id, "house").state() == State.SENT);
        }
        assertThat(bed.arrived(CourierBed.OTHER)).hasSize(1);
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(1);
    }

    @Test
    void aDefectEndsItsDeliveryAndNoOther() throws Exception {
        Path script = Files.writeString(folder.resolve("script.js"), "result = {version: 'v2', plain: 'fine'}");
        CourierBed bed = bed("""
                hooks:
                  - name: own
                    transform: {file: "FILE"}
                    rooms: [{room: "!room:example.org"}]
                """.replace("FILE", script.toString()));
        bed.defect = delivery -> {
            switch (delivery.payload().path("n").asInt()) {
                case 1 -> throw new IllegalStateException("a defect");
                case 2 -> throw new StackOverflowError();
                default -> {}
            }
        };
        String one = bed.accept("own", "{\"n\":1}");
        String two = bed.accept("own", "{\"n\":2}");
        String three = bed.accept("own", "{\"n\":3}");
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.past(one, "own").state()).isEqualTo(State.DEAD);
        assertThat(bed.past(two, "own").state()).isEqualTo(State.DEAD);
        assertThat(bed.past(three, "own").state()).isEqualTo(State.SENT);
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::body)
                .containsExactly("fine");
    }

    @Test
    void aDefectOfAFormatterShowsACardAndIsCountedOnce() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.formatters = service -> service == Service.UPTIME_KUMA
                ? (payload, root, context) -> {
                    throw new StackOverflowError();
                }
                : Services.formatter(service);
        String down = bed.accept("house", DOWN);
        String other = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            assertThat(process.figures.text()).contains("lotus_webhook_defects_total 1\n");
        }
        assertThat(bed.past(down, "house").state()).isEqualTo(State.SENT);
        assertThat(bed.past(down, "house").problem()).contains("a defect of this program; shown as a card");
        assertThat(bed.past(other, "house").state()).isEqualTo(State.SENT);
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(2);
    }

    @Test
    void aDefectBeforeAnybodyHasADeliveryEndsItAndTheCourierGoesOn() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.face = usual -> new Face() {
            @Override
            public Speaker speaker(Hook hook, Delivery delivery) {
                if (delivery.payload().path("title").asString("").startsWith("number 1")) {
                    throw new IllegalStateException("a defect");
                }
                return usual.speaker(hook, delivery);
            }

            @Override
            public Speaker speaker(Hook hook, String service) {
                return usual.speaker(hook, service);
            }

            @Override
            public Made made(Hook hook, Delivery delivery) {
                return usual.made(hook, delivery);
            }

            @Override
            public Rendered again(Hook hook, Delivery delivery, Root root) {
                return usual.again(hook, delivery, root);
            }
        };
        String one = bed.accept("house", numbered(1));
        Waiting.Ticket waits = bed.waiting.expect(one);
        String two = bed.accept("house", numbered(2));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.past(one, "house").problem()).contains("a defect of this program");
        assertThat(bed.past(one, "house").state()).isEqualTo(State.DEAD);
        assertThat(waits.await(Duration.ofSeconds(1))).contains(new Waiting.Dead());
        assertThat(bed.past(two, "house").state()).isEqualTo(State.SENT);
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
            CourierBed.await(() -> bed.in(State.RETRY).size() == 20);
            assertThat(asked).hasValue(1);
            assertThat(bed.in(State.RETRY)).extracting(Delivery::attempts).containsOnly(0);
            bed.ahead.set(Duration.ofSeconds(11));
            CourierBed.await(() -> bed.arrived(CourierBed.ROOM).size() == 20);
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
            CourierBed.await(() -> !bed.server.asked("PUT", ".*").isEmpty());
        }
        bed.database.run(tx -> tx.sql("delete from matrix_send").update());
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> bed.past(id, "house").state() == State.DEAD);
        }
        assertThat(bed.past(id, "house").problem())
                .contains("it was under way for so long that nobody knows whether it arrived");
    }

    @Test
    void whoWaitsIsToldWhereHisPostIsThen() throws Exception {
        CourierBed bed = bed(HOOK);
        LocalTime now = LocalTime.ofInstant(bed.clock.instant(), ZoneOffset.UTC);
        bed.night = Optional.of(new Night(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC, Level.ERROR));
        bed.trouble(asked -> asked.path().contains("room%3A")
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        Waiting.Ticket held = bed.waiting.expect(bed.accept("house", numbered(1)));
        Waiting.Ticket refused = bed.waiting.expect(bed.accept("house", DOWN));
        Waiting.Ticket dead = bed.waiting.expect(bed.accept("nobody", DOWN));
        try (CourierBed.Running process = bed.process()) {
            assertThat(held.await(Duration.ofSeconds(20))).contains(new Waiting.Later());
            assertThat(refused.await(Duration.ofSeconds(20))).contains(new Waiting.Later());
            assertThat(dead.await(Duration.ofSeconds(20))).contains(new Waiting.Dead());
        }
    }

    /** A stream's new title is quiet: it would only edit, and this hook edits nothing. */
    @Test
    void anUpdateThatHasNothingToShowIsNoDefect() throws Exception {
        CourierBed bed = bed(HOOK + "    lifecycle: thread\n");
        bed.accept("house", CourierBed.sample("owncast/STREAM_STARTED.json"));
        String title = bed.accept("house", CourierBed.sample("owncast/STREAM_TITLE_UPDATED.json"));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.past(title, "house").state()).isEqualTo(State.FILTERED);
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(1);
    }

    @Test
    void ofAHookOnlySoManyAreKeptOnceTheyAreADayOld() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.perHook = 2;
        for (int i = 0; i < 4; i++) {
            bed.accept("house", numbered(i));
        }
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            assertThat(history(bed, "house")).hasSize(4);
            bed.ahead.set(Duration.ofHours(25));
            CourierBed.await(() -> history(bed, "house").size() == 2);
        }
    }

    /** Neither the filter of the room nor the number of messages an hour is about a digest. */
    @Test
    void whatTheNightHeldComesInTheMorningWhateverElseTheRoomWants() throws Exception {
        CourierBed bed = bed("""
                hooks:
                  - name: media
                    rooms: [{room: "!room:example.org", max-per-hour: 1, events: {"*": false, sonarr.grab: true}}]
                """);
        LocalTime now = LocalTime.ofInstant(bed.clock.instant(), ZoneOffset.UTC);
        bed.night = Optional.of(new Night(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC, Level.ERROR));
        String id = bed.accept("media", CourierBed.sample("sonarr/Grab.json"));
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> !bed.in(State.HELD).isEmpty());
        }
        assertThat(bed.arrived(CourierBed.ROOM)).isEmpty();
        bed.night = Optional.empty();
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> bed.past(id, "media").state() == State.SENT
                    && !bed.arrived(CourierBed.ROOM).isEmpty());
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .singleElement()
                .satisfies(digest -> assertThat(digest.body()).startsWith("🌅 1 message from the night"));
    }

    @Test
    void aDigestThatTheRoomRefusesComesLaterAndOnce() throws Exception {
        CourierBed bed = bed(HOOK);
        LocalTime now = LocalTime.ofInstant(bed.clock.instant(), ZoneOffset.UTC);
        bed.night = Optional.of(new Night(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC, Level.ERROR));
        bed.accept("house", numbered(1));
        bed.accept("house", numbered(2));
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> bed.in(State.HELD).size() == 2);
        }
        bed.night = Optional.empty();
        AtomicBoolean closed = new AtomicBoolean(true);
        bed.trouble(asked -> closed.get() && asked.path().contains("room%3A")
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> bed.in(State.RETRY).size() == 1);
        }
        closed.set(false);
        bed.ahead.set(Duration.ofSeconds(301));
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> !bed.arrived(CourierBed.ROOM).isEmpty());
            bed.ahead.set(Duration.ofHours(2));
            String last = bed.accept("house", numbered(3));
            CourierBed.await(() -> bed.past(last, "house").state() == State.SENT);
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::body)
                .first()
                .asString()
                .startsWith("🌅 2 messages from the night");
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(2);
    }

    @Test
    void historyIsForgottenInItsTimeAndDeadLettersLater() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", DOWN);
        String dead = bed.accept("nobody", DOWN);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        bed.ahead.set(Duration.ofDays(15));
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> history(bed, "house").isEmpty());
        }
        assertThat(history(bed, "nobody"))
                .singleElement()
                .satisfies(past -> assertThat(past.id()).isEqualTo(dead));
        bed.ahead.set(Duration.ofDays(31));
        try (CourierBed.Running process = bed.process()) {
            CourierBed.await(() -> history(bed, "nobody").isEmpty());
        }
    }

    private static List<Past> history(CourierBed bed, String hook) {
        return bed.database.read(tx -> bed.deliveries.past().history(tx, hook, 10));
    }

    /** Otherwise packed posts would fill the disk far beyond the limit. */
    @Test
    void whatWaitsIsCountedAsItLiesThere() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", "{\"a\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(bed.database.read(tx -> bed.deliveries.waiting(tx)).bytes()).isGreaterThan(100_000);
    }
}

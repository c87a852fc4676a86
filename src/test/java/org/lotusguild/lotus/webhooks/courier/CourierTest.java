package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.webhooks.calm.Night;
import org.lotusguild.lotus.webhooks.delivery.Past;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.notice.Level;

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
            bed.database.run(tx -> bed.deliveries.revive(tx, id, bed.clock.instant()));
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
        return bed.database.read(tx -> bed.deliveries.history(tx, hook, 10));
    }

    /** Otherwise packed posts would fill the disk far beyond the limit. */
    @Test
    void whatWaitsIsCountedAsItLiesThere() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", "{\"a\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(bed.database.read(tx -> bed.deliveries.waiting(tx)).bytes()).isGreaterThan(100_000);
    }
}

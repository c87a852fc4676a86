package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.webhooks.delivery.State;

/** Rooms that keep a sender out for a while: what was decided stays decided, and nothing changes its place. */
class RefusedRoomsTest {
    private static final String TWO_ROOMS = """
            hooks:
              - name: house
                rooms: [{room: "!room:example.org"}, {room: "!other:example.org"}]
            """;
    private static final String ONE_ROOM = """
            hooks:
              - name: house
                rooms: [{room: "!room:example.org", max-per-hour: 1}]
            """;
    private static final Predicate<Asked> ALL = asked -> true;
    private static final Predicate<Asked> NOTHING = asked -> false;

    @TempDir
    Path folder;

    private final AtomicReference<Predicate<Asked>> refused = new AtomicReference<>(NOTHING);
    private Optional<CourierBed> open = Optional.empty();

    private CourierBed bed(String yaml) throws Exception {
        CourierBed bed = new CourierBed(folder, yaml);
        open = Optional.of(bed);
        bed.trouble(asked -> asked.path().contains("room%3A") && refused.get().test(asked)
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        return bed;
    }

    @AfterEach
    void close() {
        open.ifPresent(CourierBed::close);
    }

    private static String numbered(int number) {
        return Json.text(Json.object().put("title", "number " + number + "."));
    }

    private static List<String> bodies(CourierBed bed) {
        return bed.arrived(CourierBed.ROOM).stream()
                .map(event -> event.now().lines().findFirst().orElse(""))
                .toList();
    }

    private static void awaitSent(CourierBed bed, String... ids) throws InterruptedException {
        for (String id : ids) {
            Await.until(() -> bed.past(id, "house").state() == State.SENT);
        }
    }

    @Test
    void aRoomIsTriedAgainAlsoAfterTheClockWasPutBack() throws Exception {
        CourierBed bed = bed(ONE_ROOM);
        refused.set(ALL);
        String one = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            awaitWaits(bed, one);
            refused.set(NOTHING);
            bed.ahead.set(Duration.ofHours(-1));
            awaitSent(bed, one);
        }
        assertThat(bodies(bed)).singleElement().asString().contains("number 1.");
    }

    @Test
    void saysWhichRoomTookThePlaceOfOneThatWasUpgraded() throws Exception {
        CourierBed bed = bed(ONE_ROOM);
        bed.rooms.put(CourierBed.ROOM, "m.room.tombstone", Json.object().put("replacement_room", "!next:example.org"));
        refused.set(ALL);
        String id = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            awaitWaits(bed, id);
            Await.until(() -> !bed.arrived(CourierBed.ADMINS).isEmpty());
        }
        String words = "the room was replaced by !next:example.org, which the hook must name";
        assertThat(bed.past(id, "house").problem()).contains(words);
        assertThat(bed.arrived(CourierBed.ADMINS).getFirst().body()).contains(words);
    }

    private static void awaitWaits(CourierBed bed, String id) throws InterruptedException {
        Await.until(() -> bed.past(id, "house").state() == State.RETRY);
    }

    private static long asked(CourierBed bed) {
        return bed.server.asked("PUT", ".*").stream()
                .filter(one -> one.path().contains("room%3A"))
                .count();
    }

    @Test
    void theOtherRoomsOfAHookGoOnAndInTheClosedOneNothingOvertakes() throws Exception {
        CourierBed bed = bed(TWO_ROOMS);
        refused.set(ALL);
        String one = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            awaitWaits(bed, one);
            String two = bed.accept("house", numbered(2));
            Await.until(() -> bed.arrived(CourierBed.OTHER).size() == 2);
            awaitWaits(bed, two);
            assertThat(asked(bed)).as("the second is not even tried").isOne();

            refused.set(NOTHING);
            String three = bed.accept("house", numbered(3));
            Await.until(() -> bed.arrived(CourierBed.OTHER).size() == 3);
            awaitWaits(bed, three);
            assertThat(bed.arrived(CourierBed.ROOM)).isEmpty();

            bed.ahead.set(Duration.ofSeconds(301));
            awaitSent(bed, one, two, three);
        }
        assertThat(bodies(bed))
                .satisfiesExactly(
                        first -> assertThat(first).contains("number 1."),
                        second -> assertThat(second).contains("number 2."),
                        third -> assertThat(third).contains("number 3."));
        assertThat(bed.arrived(CourierBed.OTHER)).hasSize(3);
    }

    @Test
    void theNextProcessKnowsWhichRoomIsClosed() throws Exception {
        CourierBed bed = bed(TWO_ROOMS);
        refused.set(ALL);
        String one = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            awaitWaits(bed, one);
        }
        refused.set(NOTHING);
        String two = bed.accept("house", numbered(2));
        try (CourierBed.Running process = bed.process()) {
            awaitWaits(bed, two);
            assertThat(bed.arrived(CourierBed.ROOM)).isEmpty();
            bed.ahead.set(Duration.ofSeconds(301));
            awaitSent(bed, one, two);
        }
        assertThat(bodies(bed)).hasSize(2).first().asString().contains("number 1.");
    }

    @Test
    void aReplyThatTheRoomRefusesComesLater() throws Exception {
        CourierBed bed = bed(ONE_ROOM);
        refused.set(asked -> Json.string(asked.json(), "m.relates_to", "rel_type")
                .filter("m.thread"::equals)
                .isPresent());
        String down = bed.accept("house", CourierBed.sample("uptime-kuma/Down.json"));
        String up = bed.accept("house", CourierBed.sample("uptime-kuma/Up.json"));
        try (CourierBed.Running process = bed.process()) {
            awaitSent(bed, down);
            awaitWaits(bed, up);
            refused.set(NOTHING);
            bed.ahead.set(Duration.ofSeconds(301));
            awaitSent(bed, up);
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(event -> event.relation().orElse("message"))
                .containsExactly("message", "m.replace", "m.thread");
    }

    @Test
    void anEndThatTheRoomRefusesStillEditsItsMessage() throws Exception {
        CourierBed bed = bed(ONE_ROOM);
        String down = bed.accept("house", CourierBed.sample("uptime-kuma/Down.json"));
        try (CourierBed.Running process = bed.process()) {
            awaitSent(bed, down);
            refused.set(ALL);
            String up = bed.accept("house", CourierBed.sample("uptime-kuma/Up.json"));
            awaitWaits(bed, up);
            refused.set(NOTHING);
            bed.ahead.set(Duration.ofSeconds(301));
            awaitSent(bed, up);
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(event -> event.relation().orElse("message"))
                .containsExactly("message", "m.replace", "m.thread");
    }

    @Test
    void aBeginningThatTheRoomRefusesIsEditedByItsEnd() throws Exception {
        CourierBed bed = bed(ONE_ROOM);
        refused.set(ALL);
        String down = bed.accept("house", CourierBed.sample("uptime-kuma/Down.json"));
        try (CourierBed.Running process = bed.process()) {
            awaitWaits(bed, down);
            String up = bed.accept("house", CourierBed.sample("uptime-kuma/Up.json"));
            awaitWaits(bed, up);
            refused.set(NOTHING);
            bed.ahead.set(Duration.ofSeconds(301));
            awaitSent(bed, down, up);
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(event -> event.relation().orElse("message"))
                .containsExactly("message", "m.replace", "m.thread");
    }

    /** Else the message would be counted twice, and shown as one too many. */
    @Test
    void whatIsTriedAgainIsCountedOnce() throws Exception {
        CourierBed bed = bed(ONE_ROOM);
        refused.set(ALL);
        String one = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            awaitWaits(bed, one);
            refused.set(NOTHING);
            bed.ahead.set(Duration.ofSeconds(301));
            awaitSent(bed, one);
            awaitSent(bed, bed.accept("house", numbered(2)));
        }
        assertThat(bodies(bed))
                .satisfiesExactly(
                        first -> assertThat(first).contains("number 1."),
                        line -> assertThat(line).isEqualTo("📮 house – 1 more message in this hour"));
    }

    @Test
    void whatIsTooLargeOnceIsCountedOnce() throws Exception {
        CourierBed bed = bed(ONE_ROOM);
        bed.trouble(asked -> asked.body().length > 10_000
                ? Optional.of(Answer.error(413, "M_TOO_LARGE", "too large"))
                : Optional.empty());
        String large = bed.accept("house", Json.text(Json.object().put("text", "words and words\n\n".repeat(400))));
        try (CourierBed.Running process = bed.process()) {
            awaitSent(bed, large);
        }
        assertThat(bodies(bed)).containsExactly("words and words");
    }
}

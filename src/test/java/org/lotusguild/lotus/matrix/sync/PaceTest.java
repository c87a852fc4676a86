package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;

/** An account that only writes: it asks when it must. */
class PaceTest {
    private static final String ROOM = "!room:example.org";
    private static final String SYNC = "/_matrix/client/v3/sync";

    @TempDir
    Path folder;

    private SyncBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new SyncBed(folder);
        begin(Duration.ofHours(1));
    }

    private void begin(Duration rest) {
        bed.loop = new SyncLoop(bed.parts(Pace.WRITING), rest);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void restsAfterTheFirstAnswerAndAsksNowAndThenThatNoKeyIsMissed() throws Exception {
        begin(Duration.ofMillis(50));
        bed.loop.start();
        Await.until(() -> syncs().size() >= 4);
        assertThat(syncs()).allSatisfy(sync -> assertThat(sync.query()).containsEntry("timeout", "0"));
    }

    @Test
    void asksBeforeAMessageIfTheLastAnswerIsOlderThanAMinute() throws Exception {
        bed.server.sync(Told.answer("s1")
                .joined(ROOM, Told.member("$own", SyncBed.SELF.value(), "join"))
                .tree());
        bed.loop.start();
        // Not by waiting for news: whoever does makes the loop ask.
        Await.until(() -> bed.loop.health().settled());
        bed.now = SyncBed.NOW.plusSeconds(60);
        assertThat(bed.loop.fresh()).isTrue();
        assertThat(syncs()).hasSize(1);

        bed.now = SyncBed.NOW.plusSeconds(61);
        bed.server.sync(Told.answer("s2")
                .joined(ROOM, Told.member("$bob", "@bob:example.org", "join"))
                .tree());
        assertThat(bed.loop.fresh()).isTrue();
        // Once more if the loop looks before the one who waited has seen the answer.
        assertThat(syncs()).hasSizeBetween(2, 3);
        bed.server.on(
                "GET",
                "/_matrix/client/v3/rooms/.*/members",
                Answer.json("{\"chunk\":[" + Told.member("$bob", "@bob:example.org", "join") + "]}"));
        assertThat(bed.rooms().joinedMembers(RoomId.parse(ROOM))).containsExactly(UserId.parse("@bob:example.org"));
    }

    @Test
    void asksUntilTheRoomIsShownThatItHasJoined() throws Exception {
        bed.server.on("POST", "/_matrix/client/v3/join/.*", Answer.json("{\"room_id\":\"" + ROOM + "\"}"));
        bed.server.sync(Told.answer("s1").tree());
        bed.loop.start();
        bed.loop.committed().await(() -> bed.loop.health().settled(), Duration.ofSeconds(20));
        bed.server.sync(
                Answer.json(Told.answer("s2").tree()),
                Answer.json(Told.answer("s3")
                        .joined(ROOM, Told.member("$own", SyncBed.SELF.value(), "join"))
                        .tree()));

        bed.rooms().join(RoomId.parse(ROOM), List.of());

        assertThat(bed.rooms().joined()).containsExactly(RoomId.parse(ROOM));
        assertThat(bed.waits).isEmpty();
    }

    @Test
    void hearsNothingAndFillsNoGap() throws Exception {
        bed.take(Told.answer("s1").joined(ROOM, Told.member("$own", SyncBed.SELF.value(), "join")));
        bed.loop.deliver();
        bed.take(Told.answer("s2").limited(ROOM, "p1", Told.message("$1", "hello")));
        bed.take(Told.answer("s3").left(ROOM, Told.message("$2", "bye")));
        assertThat(bed.inboxRows()).isZero();
        assertThat(bed.server.asked("GET", "/_matrix/client/v3/rooms/.*")).isEmpty();
        assertThat(bed.exits).containsExactly(RoomId.parse(ROOM));
    }

    @Test
    void isWellWhileItRestsAndIllWhileNoAnswerComes() throws Exception {
        bed.loop.start();
        bed.loop.committed().await(() -> bed.loop.health().settled(), Duration.ofSeconds(20));
        bed.now = SyncBed.NOW.plus(Duration.ofMinutes(50));
        assertThat(bed.loop.health().late()).isFalse();

        bed.server.on("GET", SYNC, asked -> {
            bed.now = bed.now.plus(Duration.ofMinutes(4));
            return Answer.page(502);
        });
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                bed.loop.fresh();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until(() -> bed.loop.health().gone());
        asking.interrupt();
        bed.server.on("GET", SYNC, Answer.json(Told.answer("s2").tree()));
        Await.until(() -> !bed.loop.health().late());
    }

    private List<Asked> syncs() {
        return bed.server.asked("GET", SYNC);
    }
}

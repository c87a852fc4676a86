package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.before;
import static org.lotusguild.lotus.matrix.sync.Told.member;
import static org.lotusguild.lotus.matrix.sync.Told.message;
import static org.lotusguild.lotus.matrix.sync.Told.state;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import tools.jackson.databind.node.ObjectNode;

/** Events come once, in order, sealed while they wait. */
class SyncLoopTest extends OnSyncBed {
    @Test
    void deliversEventsOfARoomInOrderAndForgetsThemThen() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, message("$1", "a"), message("$2", "b"), message("$3", "c")));
        Await.until(() -> bed.inboxRows() == 0);
        assertThat(bed.heardIds()).containsExactly("$1", "$2", "$3");
        assertThat(bed.heard.getFirst())
                .isInstanceOfSatisfying(
                        Incoming.Message.class, m -> assertThat(m.body()).isEqualTo("a"));
    }

    @Test
    void asksWithTheStoredPositionAndUploadsTheFilterOnce() {
        bed.settled(ROOM);
        bed.take(answer("s2"));
        bed.loop = bed.loop();
        bed.take(answer("s3"));
        List<Asked> syncs = bed.server.asked("GET", SYNC);
        assertThat(syncs.get(0).query()).doesNotContainKey("since").containsEntry("filter", "f1");
        assertThat(syncs.get(1).query()).containsEntry("since", "s1");
        assertThat(syncs.get(2).query()).containsEntry("since", "s2");
        assertThat(bed.server.asked("POST", ".*/filter")).hasSize(1);
    }

    @Test
    void deliversNothingOfAFirstSync() {
        bed.loop.deliver();
        bed.take(answer("s1").joined(ROOM, member("$own", SELF, "join"), message("$1", "!ping")));
        assertThat(bed.inboxRows()).isZero();
        assertThat(bed.heard).isEmpty();
        assertThat(bed.rooms().joined()).containsExactly(ROOM_ID);
    }

    @Test
    void deliversNothingFromBeforeOurOwnJoin() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2")
                .limited(
                        "!other",
                        "p1",
                        message("$1", "!ping"),
                        before(member("$join", SELF, "join"), "invite"),
                        message("$2", "new"),
                        before(member("$rename", SELF, "join"), "join")));
        Await.until(() -> bed.heard.size() == 3);
        assertThat(bed.heardIds()).containsExactly("$join", "$2", "$rename");
        assertThat(bed.server.asked("GET", MESSAGES))
                .as("what is older than the join is not fetched")
                .isEmpty();
    }

    @Test
    void marksOldEventsLateWhenTheyAreDelivered() throws Exception {
        bed.settled(ROOM);
        ObjectNode old = message("$1", "old");
        Json.objectAt(old, "unsigned").put("age", Duration.ofMinutes(3).toMillis());
        bed.take(answer("s2").joined(ROOM, old, message("$2", "young")));
        Await.until(() -> bed.heard.size() == 2);
        assertThat(bed.heard).extracting(e -> e.meta().late()).containsExactly(true, false);
    }

    @Test
    void anAnswerThatCannotBeCommittedIsReplayedWithTheSameEffect() throws Exception {
        bed.settled(ROOM);
        Told.Answered told = answer("s2")
                .toDevice(ReadingMachine.key("k1"))
                .accountData("m.direct", Json.object().put("x", 1))
                .joined(ROOM, ReadingMachine.encrypted(message("$1", "secret"), "k1"), name("$2", "new"));
        bed.database.run(tx -> tx.sql("drop table matrix_account_data").update());
        assertThatThrownBy(() -> bed.take(told)).isInstanceOf(RuntimeException.class);
        assertThat(nameOf(ROOM)).isEmpty();
        assertThat(bed.inboxRows()).isZero();
        bed.database.run(tx -> tx.sql("""
                create table matrix_account_data (account text, type text, content text, primary key (account, type))
                """).update());
        bed.take(told);
        Await.until(() -> bed.heard.size() == 2);
        assertThat(bed.server.asked("GET", SYNC).getLast().query()).containsEntry("since", "s1");
        assertThat(bed.machine.received()).hasSize(2);
        assertThat(bed.heard.getFirst()).isInstanceOf(Incoming.Message.class);
    }

    @Test
    void eventsWaitSealedAndComeAgainAfterACrash() throws Exception {
        bed.take(answer("s1").joined(ROOM, member("$own", SELF, "join")));
        bed.take(answer("s2").joined(ROOM, message("$1", "very secret words"), message("$2", "b")));
        byte[] sealed = bed.database
                .read(tx ->
                        tx.sql("select sealed from matrix_inbox order by seq").first(row -> row.bytes("sealed")))
                .orElseThrow();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        // The process dies before the listener was asked; the next one begins with what is left.
        bed.loop = bed.loop();
        bed.loop.deliver();
        Await.until(() -> bed.inboxRows() == 0);
        assertThat(bed.heardIds()).containsExactly("$1", "$2");
    }

    @Test
    void anUnreadableEventComesOnceAndAgainWhenItsKeyArrives() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, ReadingMachine.encrypted(message("$1", "secret"), "k1")));
        Await.until(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst()).isInstanceOf(Incoming.Undecryptable.class);
        bed.now = SyncBed.NOW.plus(Duration.ofMinutes(5));
        bed.take(answer("s3").toDevice(ReadingMachine.key("k1")));
        Await.until(() -> bed.heard.size() == 2);
        assertThat(bed.heard.get(1)).isInstanceOfSatisfying(Incoming.Message.class, m -> {
            assertThat(m.body()).isEqualTo("secret");
            assertThat(m.meta().late()).isTrue();
            assertThat(m.meta().encrypted()).isTrue();
        });
    }

    @Test
    void anUnreadableEventThatStillWaitsIsReplacedByItsReadableSelf() throws Exception {
        bed.take(answer("s1").joined(ROOM, member("$own", SELF, "join")));
        bed.take(answer("s2").joined(ROOM, ReadingMachine.encrypted(message("$1", "secret"), "k1")));
        bed.take(answer("s3").toDevice(ReadingMachine.key("k1")));
        assertThat(bed.inboxRows()).isEqualTo(1);
        bed.loop.deliver();
        Await.until(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst()).isInstanceOf(Incoming.Message.class);
    }

    @Test
    void sendsKeysAfterTheCommitAndSurvivesTheirFailure() {
        bed.settled(ROOM);
        bed.courier = () -> {
            assertThat(bed.machine.received()).hasSize(2);
            throw new MatrixException(502, "", "bad gateway", Optional.empty());
        };
        bed.take(answer("s2"));
        bed.courier = () -> {
            throw new MatrixException(401, "M_UNKNOWN_TOKEN", "gone", Optional.empty());
        };
        assertThatExceptionOfType(MatrixException.class).isThrownBy(() -> bed.take(answer("s3")));
    }

    @Test
    void tellsAbsentFromEmptyFallbackTypes() {
        ObjectNode with = answer("s2").tree();
        with.putArray("device_unused_fallback_key_types");
        with.putObject("device_one_time_keys_count").put("signed_curve25519", 7);
        with.putObject("device_lists").putArray("changed").add("@a:example.org").add("not a user");
        bed.take(answer("s1"));
        bed.take(new Told.Answered(with));
        assertThat(bed.machine.received().get(0).unusedFallback()).isEmpty();
        assertThat(bed.machine.received().get(1).unusedFallback()).contains(Set.of());
        assertThat(bed.machine.received().get(1).keyCounts()).containsEntry("signed_curve25519", 7);
        assertThat(bed.machine.received().get(1).changed()).containsExactly(user("a"));
    }

    @Test
    void waitsForTheDiskWhereTheHomeserverSaysSomethingOnce() {
        bed.settled(ROOM);
        bed.take(answer("s2").toDevice(ReadingMachine.key("k")));
        assertThat(bed.machine.relaxedSteps()).isZero();
        bed.take(answer("s3").joined(ROOM, message("$1", "a")));
        assertThat(bed.machine.relaxedSteps()).isEqualTo(1);
    }

    @Test
    void asksOnWhenTheAnswersHaveGone() throws Exception {
        bed.settled(ROOM);
        List<Integer> asked = new CopyOnWriteArrayList<>();
        bed.outbox = limit -> {
            assertThat(limit).isLessThanOrEqualTo(Duration.ofMillis(100));
            asked.add(bed.server.asked("GET", SYNC).size());
        };
        bed.server.sync(answer("s2").tree());
        bed.server.sync(answer("s3").joined(ROOM, message("$1", "a")).tree());
        bed.loop.start();
        Await.until(() -> bed.server.asked("GET", SYNC).size() == 4);
        assertThat(asked)
                .as("after the one answer that had events, before the next request")
                .containsExactly(3);
        assertThat(bed.heardIds()).containsExactly("$1");
    }

    private Optional<String> nameOf(String room) {
        return bed.rooms()
                .state(RoomId.parse(room), "m.room.name", "")
                .flatMap(content -> Json.string(content, "name"));
    }

    private static ObjectNode name(String id, String name) {
        return state(id, "m.room.name", "", Json.object().put("name", name));
    }
}

package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.member;
import static org.lotusguild.lotus.matrix.sync.Told.message;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.fake.Answer;
import tools.jackson.databind.node.ObjectNode;

/** A homeserver that fails, forgets or refuses: what is tried again, what ends the account. */
class SyncTroubleTest extends OnSyncBed {
    @Test
    void anUnknownPositionStartsAgainWithFirstSyncRules() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined("!gone", member("$g", SELF, "join")));
        Await.until(() -> bed.heard.size() == 1);
        bed.server.sync(Answer.error(400, "M_UNKNOWN_POS", "no such position"));
        bed.server.sync(answer("s9").joined(ROOM, message("$old", "!ping")).tree());
        bed.loop.start();
        bed.server.await(a -> "s9".equals(a.query().get("since")));
        assertThat(bed.heardIds()).containsExactly("$g");
        assertThat(bed.rooms().joined()).containsExactly(ROOM_ID);
        assertThat(bed.exits).containsExactly(RoomId.parse("!gone"));
    }

    @Test
    void afterALostPositionDevicesAndMembersAreAskedForAgain() {
        bed.settled(ROOM);
        ObjectNode members = Json.object();
        members.putArray("chunk").add(member("$a", SELF, "join")).add(member("$b", "@bob:example.org", "join"));
        bed.server.on("GET", ".*/members", Answer.json(members));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).contains(user("bob"));
        int doubts = bed.machine.doubts();
        bed.database.run(
                tx -> tx.sql("update matrix_account set next_batch = null").update());
        bed.take(answer("s9").joined(ROOM, message("$old", "x")));
        bed.server.on("GET", ".*/members", Answer.json(Json.object()));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).doesNotContain(user("bob"));
        assertThat(bed.machine.doubts()).isEqualTo(doubts + 1);
    }

    @Test
    void anUnknownFilterIsUploadedAgainAndThePositionStays() throws Exception {
        bed.settled(ROOM);
        bed.server.sync(Answer.error(400, "M_INVALID_PARAM", "No such filter"));
        bed.server.on("POST", ".*/filter", Answer.json(Map.of("filter_id", "f2")));
        bed.server.sync(answer("s2").joined(ROOM, message("$1", "x")).tree());
        bed.loop.start();
        Await.until(() -> bed.heardIds().contains("$1"));
        assertThat(bed.server.asked("GET", SYNC).get(2).query())
                .containsEntry("since", "s1")
                .containsEntry("filter", "f2");
    }

    @Test
    void aPositionThatSynapseCallsInvalidIsDropped() throws Exception {
        bed.settled(ROOM);
        bed.server.sync(Answer.error(400, "M_UNKNOWN", "Invalid stream token"));
        bed.server.sync(answer("s9").joined(ROOM, message("$old", "x")).tree());
        bed.loop.start();
        bed.server.await(a -> "s9".equals(a.query().get("since")));
        assertThat(bed.heard).isEmpty();
    }

    @Test
    void aDeviceThatIsGoneStopsTheAccount() throws Exception {
        bed.settled(ROOM);
        bed.server.sync(Answer.error(400, "M_UNKNOWN_DEVICE", "a device that doesn't exist"));
        bed.loop.start();
        Await.until(() -> !bed.stops.isEmpty());
        assertThat(bed.stops.getFirst()).contains("M_UNKNOWN_DEVICE");
    }

    @Test
    void anUnknownTokenStopsTheAccountWithinOneRequest() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", SYNC, Answer.error(401, "M_UNKNOWN_TOKEN", "Invalid access token"));
        try (HeardLog log = new HeardLog(Level.WARN)) {
            bed.loop.start();
            Await.until(() -> !bed.stops.isEmpty());
            assertThat(log.lines("")).singleElement().asString().contains("token");
        }
        assertThat(bed.server.asked("GET", SYNC)).hasSize(2);
        assertThat(bed.loop.health().stopped())
                .hasValueSatisfying(why -> assertThat(why).contains("token"));
        assertThat(bed.waits).isEmpty();
    }

    @Test
    void backsOffFromOneToSixtySecondsAndComesBackByItself() throws Exception {
        bed.settled(ROOM);
        for (int i = 0; i < 12; i++) {
            bed.server.sync(Answer.page(502));
        }
        bed.server.sync(answer("s2").joined(ROOM, message("$1", "back")).tree());
        bed.loop.start();
        Await.until(() -> bed.heardIds().contains("$1"));
        assertThat(bed.waits).hasSize(12).allSatisfy(w -> assertThat(w).isLessThanOrEqualTo(Duration.ofSeconds(60)));
        assertThat(bed.waits.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(bed.waits.stream().max(Duration::compareTo).orElseThrow()).isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void waitsAsLongAsTheHomeserverAsks() throws Exception {
        bed.settled(ROOM);
        bed.server.sync(Answer.limited(90_000));
        bed.loop.start();
        Await.until(() -> !bed.waits.isEmpty());
        assertThat(bed.waits).containsExactly(Duration.ofSeconds(90));
    }

    @Test
    void waitsAtMostFiveMinutesWhateverTheHomeserverAsks() throws Exception {
        bed.settled(ROOM);
        bed.server.sync(Answer.limited(1_000_000_000_000L));
        bed.loop.start();
        Await.until(() -> !bed.waits.isEmpty());
        assertThat(bed.waits).containsExactly(Duration.ofMinutes(5));
    }

    @Test
    void aProxysPageInsteadOfAnAnswerIsNoAnswer() {
        bed.settled(ROOM);
        bed.server.sync(Answer.page(200));
        assertThatExceptionOfType(HttpFailure.class).isThrownBy(() -> bed.loop.round(Duration.ZERO));
        bed.server.sync(Answer.json(Json.object()));
        assertThatThrownBy(() -> bed.loop.round(Duration.ZERO)).hasMessageContaining("next_batch");
    }

    @Test
    void healthTurnsWithTheSilence() {
        bed.settled(ROOM);
        SyncHealth health = bed.loop.health();
        bed.now = SyncBed.NOW.plus(Duration.ofMinutes(3));
        assertThat(health.late()).isFalse();
        bed.now = SyncBed.NOW.plus(Duration.ofMinutes(4));
        assertThat(health.late()).isTrue();
        assertThat(health.gone()).isFalse();
        bed.now = SyncBed.NOW.plus(Duration.ofMinutes(11));
        assertThat(health.gone()).isTrue();
        bed.take(answer("s2"));
        assertThat(health.late()).isFalse();
    }
}

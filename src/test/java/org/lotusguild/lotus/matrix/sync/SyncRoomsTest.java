package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.before;
import static org.lotusguild.lotus.matrix.sync.Told.member;
import static org.lotusguild.lotus.matrix.sync.Told.message;
import static org.lotusguild.lotus.matrix.sync.Told.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import tools.jackson.databind.node.ObjectNode;

/** What sync tells of rooms, their state and their members, and how it is asked for. */
class SyncRoomsTest extends OnSyncBed {
    @Test
    void appliesStateThenTheTimelineInOrder() {
        bed.take(answer("s1")
                .state(ROOM, name("$1", "one"), topic("$2", "topic"))
                .joined(ROOM, name("$3", "two"), name("$4", "three")));
        assertThat(nameOf(ROOM)).contains("three");
        assertThat(bed.rooms().state(ROOM_ID, "m.room.topic", "")).isPresent();
    }

    @Test
    void appliesOnlyStateAfterWhereTheAnswerHasIt() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").stateAfter(ROOM, name("$9", "after")).joined(ROOM, name("$3", "timeline")));
        assertThat(nameOf(ROOM)).contains("after");
        Await.until(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst()).isInstanceOf(Incoming.StateChange.class);
    }

    @Test
    void encryptionIsSticky() {
        bed.take(answer("s1")
                .joined(
                        ROOM,
                        state("$1", "m.room.encryption", "", Json.object().put("algorithm", "m.megolm.v1.aes-sha2"))));
        assertThat(bed.rooms().encrypted(ROOM_ID)).isTrue();
        bed.take(answer("s2").joined(ROOM, state("$2", "m.room.encryption", "", Json.object())));
        assertThat(bed.rooms().encrypted(ROOM_ID)).isTrue();
        bed.take(answer("s3").left(ROOM));
        bed.take(answer("s4").joined(ROOM, member("$3", SELF, "join")));
        assertThat(bed.rooms().encrypted(ROOM_ID)).isTrue();
    }

    @Test
    void followsTheDevicesOfPeopleInEncryptedRoomsOnly() {
        bed.take(answer("s1").joined(ROOM, member("$1", "@clear:example.org", "join")));
        assertThat(bed.machine.tracked()).isEmpty();
        bed.take(answer("s2")
                .state("!secret", state("$e", "m.room.encryption", "", Json.object()))
                .joined(
                        "!secret",
                        member("$2", "@alice:example.org", "join"),
                        member("$3", "@bob:example.org", "invite"),
                        member("$4", "@eve:example.org", "leave"),
                        member("$5", "nobody", "join").put("sender", "@alice:example.org")));
        assertThat(bed.machine.tracked()).containsExactlyInAnyOrder(user("alice"), user("bob"));
    }

    @Test
    void aRoomThatSyncHasNotShownCountsAsEncrypted() {
        assertThat(bed.rooms().encrypted(RoomId.parse("!unknown"))).isTrue();
        bed.settled(ROOM);
        assertThat(bed.rooms().encrypted(ROOM_ID)).isFalse();
    }

    @Test
    void leavingEndsTheStateAndTellsTheSendQueue() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, name("$1", "x")));
        bed.take(answer("s3")
                .left(ROOM, before(member("$kick", SELF, "leave"), "join").put("sender", "@mod:example.org")));
        Await.until(() -> bed.heardIds().contains("$kick"));
        assertThat(bed.exits).containsExactly(ROOM_ID);
        assertThat(bed.rooms().joined()).isEmpty();
        assertThat(bed.rooms().state(ROOM_ID, "m.room.name", "")).isEmpty();
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).isEmpty();
    }

    @Test
    void keepsAccountData() {
        bed.take(answer("s1").accountData("m.direct", Json.object().put("x", 1)));
        bed.take(answer("s2").accountData("m.direct", Json.object().put("x", 2)));
        Optional<ObjectNode> kept = bed.database.read(tx -> new AccountDataStore(SyncBed.SELF).content(tx, "m.direct"));
        assertThat(kept).contains(Json.object().put("x", 2));
    }

    @Test
    void asksForAllMembersOnceAndFollowsSyncThen() {
        bed.settled(ROOM);
        ObjectNode answer = Json.object();
        answer.putArray("chunk")
                .add(member("$a", SELF, "join"))
                .add(member("$b", "@bob:example.org", "join"))
                .add(member("$c", "@carol:example.org", "invite"));
        bed.server.on("GET", ".*/members", Answer.json(answer));
        SyncedRooms rooms = bed.rooms();
        assertThat(rooms.joinedMembers(ROOM_ID)).containsExactlyInAnyOrder(SyncBed.SELF, user("bob"));
        assertThat(rooms.invitedMembers(ROOM_ID)).containsExactly(user("carol"));
        bed.take(answer("s2")
                .joined(ROOM, member("$d", "@dan:example.org", "join"), member("$e", "@bob:example.org", "leave")));
        assertThat(rooms.joinedMembers(ROOM_ID)).containsExactlyInAnyOrder(SyncBed.SELF, user("dan"));
        assertThat(bed.server.asked("GET", ".*/members")).hasSize(1);
    }

    /** As long as it stays, nobody reads again how the room is encrypted and for whom. */
    @Test
    void aRoomHasAnotherVersionAfterAllThatDecidesHowItIsEncrypted() {
        bed.settled(ROOM);
        assertThat(version()).isEmpty();
        ObjectNode members = Json.object();
        members.putArray("chunk").add(member("$a", SELF, "join"));
        bed.server.on("GET", ".*/members", Answer.json(members));
        bed.server.on("GET", MESSAGES, page(""));
        List<OptionalLong> seen = new ArrayList<>();
        seen.add(versionOnceMembersAreKnown());
        bed.take(answer("s2").joined(ROOM, member("$b", "@bob:example.org", "join")));
        seen.add(version());
        bed.take(answer("s3").joined(ROOM, state("$c", "m.room.encryption", "", Json.object())));
        seen.add(version());
        bed.take(answer("s4").joined(ROOM, state("$d", "m.room.history_visibility", "", Json.object())));
        seen.add(version());
        bed.take(answer("s5").limited(ROOM, "p1", message("$e", "x")));
        assertThat(version()).isEmpty();
        seen.add(versionOnceMembersAreKnown());
        bed.take(answer("s6").left(ROOM));
        bed.take(answer("s7").joined(ROOM, member("$f", SELF, "join")));
        assertThat(version()).isEmpty();
        seen.add(versionOnceMembersAreKnown());
        assertThat(seen).doesNotContain(OptionalLong.empty()).doesNotHaveDuplicates();

        bed.take(answer("s8").joined(ROOM, message("$g", "hello"), topic("$h", "tea")));
        assertThat(version()).isEqualTo(seen.getLast());
    }

    private OptionalLong version() {
        return bed.rooms().outlook(ROOM_ID).version();
    }

    private OptionalLong versionOnceMembersAreKnown() {
        bed.rooms().joinedMembers(ROOM_ID);
        return version();
    }

    @Test
    void asksForTheMembersAgainAfterAGap() {
        bed.settled(ROOM);
        bed.server.on("GET", ".*/members", Answer.json(Json.object()));
        bed.server.on("GET", MESSAGES, page(""));
        bed.rooms().joinedMembers(ROOM_ID);
        bed.take(answer("s2").limited(ROOM, "p1", message("$1", "x")));
        bed.rooms().joinedMembers(ROOM_ID);
        assertThat(bed.server.asked("GET", ".*/members")).hasSize(2);
    }

    @Test
    void doesNotStoreMembersThatSyncHasOvertaken() {
        bed.settled(ROOM);
        ObjectNode older = Json.object();
        older.putArray("chunk").add(member("$a", SELF, "join"));
        ObjectNode newer = Json.object();
        newer.putArray("chunk").add(member("$a", SELF, "join")).add(member("$b", "@bob:example.org", "join"));
        bed.server.on("GET", ".*/members", Answer.json(newer));
        boolean[] once = {true};
        bed.server.on("GET", ".*/members", asked -> {
            if (once[0]) {
                once[0] = false;
                bed.take(answer("s2").joined(ROOM, member("$b", "@bob:example.org", "join")));
                return Answer.json(older);
            }
            return Answer.json(newer);
        });
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).containsExactlyInAnyOrder(SyncBed.SELF, user("bob"));
    }

    @Test
    void answersInvitesByPolicyUntilTheAnswerIsCarriedOut() throws Exception {
        bed.settled(ROOM);
        bed.policy = (room, inviter, direct) -> direct ? InvitePolicy.Answer.JOIN : InvitePolicy.Answer.REJECT;
        bed.server.on("POST", ".*/join/.*", Answer.json(Map.of("room_id", "!dm")));
        bed.server.next("POST", ".*/join/.*", Answer.page(502));
        bed.server.on("POST", ".*/leave", Answer.ok());
        bed.take(answer("s2").invited("!dm", "@bob:far.example.org", true).invited("!spam", "@eve:example.org", false));
        bed.server.await(a -> a.path().endsWith("/leave"));
        bed.server.await(a -> a.path().contains("/join/"));
        Await.until(() -> openInvites() == 1);
        bed.now = bed.now.plus(Duration.ofMinutes(1));
        Await.until(() -> {
            bed.take(answer("s3"));
            return openInvites() == 0;
        });
        assertThat(bed.directs).containsOnly(RoomId.parse("!dm"));
        List<Asked> joins = bed.server.asked("POST", ".*/join/.*");
        assertThat(joins).hasSize(2);
        assertThat(joins.getFirst().query()).containsEntry("via", "far.example.org");
        bed.take(answer("s4"));
        assertThat(bed.server.asked("POST", ".*/leave")).hasSize(1);
    }

    @Test
    void anInviteThatThePolicyFailsAtDoesNotHoldUpOthers() throws Exception {
        bed.settled(ROOM);
        bed.policy = (room, inviter, direct) -> {
            if (room.equals(RoomId.parse("!a"))) {
                throw new IllegalStateException("a defect");
            }
            return InvitePolicy.Answer.REJECT;
        };
        bed.server.on("POST", ".*/leave", Answer.ok());
        bed.take(answer("s2").invited("!a", "@bob:example.org", true).invited("!b", "@eve:example.org", false));
        bed.server.await(a -> a.path().endsWith("/leave"));
        Await.until(() -> openInvites() == 1);
    }

    @Test
    void showsNamesOfMembersElseTheLocalpart() {
        ObjectNode alice = member("$a", "@alice:example.org", "join");
        Json.objectAt(alice, "content").put("displayname", "Alice");
        bed.take(answer("s1").joined(ROOM, alice));
        assertThat(bed.rooms().displayName(ROOM_ID, user("alice"))).isEqualTo("Alice");
        assertThat(bed.rooms().displayName(ROOM_ID, user("bob"))).isEqualTo("bob");
    }

    @Test
    void readsPowerLevelsFromTheState() {
        bed.take(answer("s1")
                .state(
                        ROOM,
                        state("$c", "m.room.create", "", Json.object().put("room_version", "12")),
                        state(
                                "$p",
                                "m.room.power_levels",
                                "",
                                Json.parseObject("{\"users\":{\"@bob:example.org\":50}}")))
                .joined(ROOM));
        assertThat(bed.rooms().powerLevels(ROOM_ID).atLeast(user("alice"), 1000))
                .isTrue();
        assertThat(bed.rooms().powerLevels(ROOM_ID).atLeast(user("bob"), 50)).isTrue();
    }

    @Test
    void waitsForSyncToShowARoomThatWeMade() throws Exception {
        bed.settled(ROOM);
        bed.server.on("POST", ".*/createRoom", Answer.json(Map.of("room_id", "!made")));
        bed.server.on("PUT", ".*/state/.*", Answer.json(Map.of("event_id", "$x")));
        bed.server.sync(answer("s2").joined("!made", member("$m", SELF, "join")).tree());
        bed.loop.start();
        SyncedRooms rooms = bed.rooms();
        RoomId made = rooms.create(Json.object());
        assertThat(rooms.joined()).contains(made);
        assertThat(rooms.encrypted(made)).isFalse();
        rooms.setState(made, "m.room.encryption", "", Json.object());
        assertThat(rooms.encrypted(made)).as("before sync says so").isTrue();
    }

    @Test
    void neverTakesARoomThatWeMadeEncryptedForAClearOne() throws Exception {
        bed.settled(ROOM);
        bed.server.on("POST", ".*/createRoom", Answer.json(Map.of("room_id", "!made")));
        bed.server.sync(answer("s2").joined("!made", member("$m", SELF, "join")).tree());
        bed.loop.start();
        SyncedRooms rooms = bed.rooms();
        RoomId made = rooms.create(Json.parseObject("""
                {"initial_state": [{"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]}"""));
        assertThat(rooms.encrypted(made)).as("before sync says so").isTrue();
        assertThat(rooms.outlook(made).encrypted()).isTrue();
    }

    private long openInvites() {
        return bed.database.read(
                tx -> new RoomStore(SyncBed.SELF).unansweredInvites(tx).size());
    }

    private Optional<String> nameOf(String room) {
        return bed.rooms()
                .state(RoomId.parse(room), "m.room.name", "")
                .flatMap(content -> Json.string(content, "name"));
    }

    private static ObjectNode name(String id, String name) {
        return state(id, "m.room.name", "", Json.object().put("name", name));
    }

    private static ObjectNode topic(String id, String topic) {
        return state(id, "m.room.topic", "", Json.object().put("topic", topic));
    }
}

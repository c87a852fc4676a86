package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.before;
import static org.lotusguild.lotus.matrix.sync.Told.event;
import static org.lotusguild.lotus.matrix.sync.Told.member;
import static org.lotusguild.lotus.matrix.sync.Told.message;
import static org.lotusguild.lotus.matrix.sync.Told.state;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class SyncLoopTest {
    private static final String ROOM = "!room";
    private static final RoomId ROOM_ID = RoomId.parse(ROOM);
    private static final String SYNC = "/_matrix/client/v3/sync";
    private static final String MESSAGES = "/_matrix/client/v3/rooms/.*/messages";
    private static final String SELF = SyncBed.SELF.value();

    @TempDir
    Path folder;

    private SyncBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new SyncBed(folder);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void deliversEventsOfARoomInOrderAndForgetsThemThen() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, message("$1", "a"), message("$2", "b"), message("$3", "c")));
        SyncBed.await(() -> bed.inboxRows() == 0);
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
        SyncBed.await(() -> bed.heard.size() == 3);
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
        SyncBed.await(() -> bed.heard.size() == 2);
        assertThat(bed.heard).extracting(e -> e.meta().late()).containsExactly(true, false);
    }

    @Test
    void fillsAGapInOrderUpToTheKnownEvent() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, message("$1", "known")));
        bed.server.next(
                "GET",
                MESSAGES,
                page("p2", message("$5", "e"), message("$4", "d")),
                page("p3", message("$3", "c"), message("$2", "b"), message("$1", "known"), message("$0", "x")));
        bed.take(answer("s3").limited(ROOM, "p1", message("$6", "f"), message("$7", "g")));
        SyncBed.await(() -> bed.heard.size() == 7);
        assertThat(bed.heardIds()).containsExactly("$1", "$2", "$3", "$4", "$5", "$6", "$7");
        Asked first = bed.server.asked("GET", MESSAGES).getFirst();
        assertThat(first.query())
                .containsEntry("dir", "b")
                .containsEntry("from", "p1")
                .containsEntry("to", "s2")
                .containsEntry("limit", "100");
    }

    @Test
    void fillsAGapOfARoomThatIsNewToUsUpToOurJoin() throws Exception {
        bed.settled(ROOM);
        bed.server.next(
                "GET",
                MESSAGES,
                page("p2", message("$2", "b"), before(member("$join", SELF, "join"), "invite"), message("$0", "x")));
        bed.take(answer("s2").limited("!other", "p1", message("$3", "c")));
        SyncBed.await(() -> bed.heard.size() == 3);
        assertThat(bed.heardIds()).containsExactly("$join", "$2", "$3");
    }

    @Test
    void dropsWhatIsOlderThanAThousandEvents() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", MESSAGES, asked -> {
            int page = Integer.parseInt(asked.query().get("from"));
            ObjectNode[] events = IntStream.range(0, 100)
                    .mapToObj(i -> message("$" + page + "-" + i, "x"))
                    .toArray(ObjectNode[]::new);
            return page(Integer.toString(page + 1), events);
        });
        bed.take(answer("s2").limited(ROOM, "0", message("$new", "x")));
        SyncBed.await(() -> bed.heard.size() == 1001);
        assertThat(bed.heardIds().getFirst()).isEqualTo("$9-99");
        assertThat(bed.heardIds().getLast()).isEqualTo("$new");
    }

    @Test
    void goesOnWithoutTheGapWhenTheHomeserverDoesNotShowIt() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", MESSAGES, Answer.error(403, "M_FORBIDDEN", "no"));
        bed.take(answer("s2").limited(ROOM, "p1", message("$1", "x")));
        SyncBed.await(() -> bed.heard.size() == 1);
    }

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
        SyncBed.await(() -> bed.heard.size() == 1);
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
    void skipsMalformedEventsAndKeepsTheRest() throws Exception {
        bed.settled(ROOM);
        ObjectNode deep = message("$deep", "x");
        deep.set("content", Json.parseStrangers(stream("{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}")));
        ObjectNode huge =
                state("$huge", "m.room.power_levels", "", Json.object().put("ban", BigInteger.TEN.pow(200)));
        ObjectNode name = message("$name", "x");
        Json.objectAt(name, "content").put("n".repeat(60_000), 1);
        ObjectNode nul = state("$nul", "m.room.name", "a\0b", Json.object());
        ObjectNode badMember =
                state("$bad", "m.room.member", "nobody", Json.object().put("membership", "join"));
        ObjectNode tree = answer("s2")
                .joined(
                        ROOM,
                        Json.object().put("type", "m.room.message"),
                        message("$nosender", "x").put("sender", "alice"),
                        message("$notype", "x").put("type", 7),
                        event("$nocontent", "m.room.message", Json.object()).put("content", "text"),
                        deep,
                        huge,
                        name,
                        nul,
                        badMember,
                        message("$good", "x"))
                .tree();
        ((ArrayNode) Json.at(tree, "rooms", "join", ROOM, "timeline", "events")).add("no object");
        tree.withObject("/rooms").withObject("/join").putObject("no room id");
        bed.take(new Told.Answered(tree));
        SyncBed.await(() -> bed.heardIds().contains("$good"));
        assertThat(bed.heardIds()).isSubsetOf("$huge", "$bad", "$good");
    }

    @Test
    void whoLeavesWithMonstrousWordsHasLeft() {
        bed.settled(ROOM);
        ObjectNode list = Json.object();
        list.putArray("chunk").add(member("$a", SELF, "join")).add(member("$b", "@bob:example.org", "join"));
        bed.server.on("GET", ".*/members", Answer.json(list));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).contains(user("bob"));
        ObjectNode leave = member("$c", "@bob:example.org", "leave");
        Json.objectAt(leave, "content").put("n".repeat(2_000), 1);
        bed.take(answer("s2").joined(ROOM, leave));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).doesNotContain(user("bob"));
    }

    @Test
    void aMembershipThatThereIsNotSpoilsNoAnswer() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, member("$b", "@bob:example.org", "jo\0in"), message("$1", "x")));
        SyncBed.await(() -> bed.heardIds().contains("$1"));
    }

    @Test
    void goesOnWithoutAGapThatIsNeverAnswered() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", MESSAGES, new Answer.Broken());
        bed.take(answer("s2").limited(ROOM, "p1", message("$1", "x")));
        SyncBed.await(() -> bed.heardIds().contains("$1"));
    }

    @Test
    void passesOverAnAnswerThatCanNeverBeTakenIn() throws Exception {
        bed.settled(ROOM);
        bed.database.run(tx -> tx.sql("""
                create trigger poison before insert on matrix_state when new.state_key = 'poison'
                begin select raise(abort, 'poison'); end
                """).update());
        ObjectNode poisoned = answer("s2")
                .joined(ROOM, state("$p", "m.x", "poison", Json.object()))
                .tree();
        bed.server.on("GET", SYNC, asked -> switch (asked.query().getOrDefault("since", "none")) {
            case "s1" -> Answer.json(poisoned);
            case "none" -> Answer.json(answer("s9").joined(ROOM).tree());
            default -> new Answer.Held(new CountDownLatch(1), Answer.ok());
        });
        bed.loop.start();
        bed.server.await(asked -> "s9".equals(asked.query().get("since")));
        assertThat(bed.waits).hasSize(10);
    }

    @Test
    void anErrorThatEndsTheThreadIsSaid() throws Exception {
        bed.settled(ROOM);
        bed.courier = () -> {
            throw new StackOverflowError();
        };
        bed.server.sync(answer("s2").tree());
        bed.loop.start();
        SyncBed.await(() -> !bed.stops.isEmpty());
        assertThat(bed.loop.health().stopped()).isPresent();
    }

    @Test
    void aDatabaseThatFailsWhileAPositionIsDroppedDoesNotEndSync() throws Exception {
        bed.settled(ROOM);
        bed.database.run(tx -> tx.sql("""
                create trigger no_change before update on matrix_account begin select raise(abort, 'no'); end
                """).update());
        bed.server.sync(Answer.error(400, "M_UNKNOWN_POS", "no such position"));
        bed.loop.start();
        SyncBed.await(() -> !bed.waits.isEmpty());
        bed.database.run(tx -> tx.sql("drop trigger no_change").update());
        bed.server.sync(answer("s2").joined(ROOM, message("$1", "x")).tree());
        SyncBed.await(() -> bed.heardIds().contains("$1"));
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
        SyncBed.await(() -> bed.heard.size() == 2);
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
        SyncBed.await(() -> bed.inboxRows() == 0);
        assertThat(bed.heardIds()).containsExactly("$1", "$2");
    }

    @Test
    void anUnreadableEventComesOnceAndAgainWhenItsKeyArrives() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, ReadingMachine.encrypted(message("$1", "secret"), "k1")));
        SyncBed.await(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst()).isInstanceOf(Incoming.Undecryptable.class);
        bed.now = SyncBed.NOW.plus(Duration.ofMinutes(5));
        bed.take(answer("s3").toDevice(ReadingMachine.key("k1")));
        SyncBed.await(() -> bed.heard.size() == 2);
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
        SyncBed.await(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst()).isInstanceOf(Incoming.Message.class);
    }

    @Test
    void leavingEndsTheStateAndTellsTheSendQueue() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, name("$1", "x")));
        bed.take(answer("s3")
                .left(ROOM, before(member("$kick", SELF, "leave"), "join").put("sender", "@mod:example.org")));
        SyncBed.await(() -> bed.heardIds().contains("$kick"));
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

    @ParameterizedTest
    @MethodSource("nasty")
    void oneNastyEventHidesNoOtherMemberOrMessage(String content) throws Exception {
        bed.settled(ROOM);
        String eve = member("$e", "@eve:example.org", "join").toString();
        String nasty = eve.replace("\"membership\":\"join\"", "\"membership\":\"join\",\"x\":" + content);
        String good = member("$b", "@bob:example.org", "join").toString();
        byte[] page = ("{\"chunk\":[" + nasty + "," + good + "]}").getBytes(StandardCharsets.UTF_8);
        bed.server.on("GET", ".*/members", new Answer.Whole(200, Map.of(), page));
        bed.server.on("GET", MESSAGES, new Answer.Whole(200, Map.of(), page));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).contains(user("bob"));
        bed.take(answer("s2").limited(ROOM, "p1", message("$1", "x")));
        SyncBed.await(() -> bed.heardIds().contains("$1"));
        assertThat(bed.heardIds()).startsWith("$b");
    }

    static List<String> nasty() {
        return List.of(
                "[".repeat(300) + "]".repeat(300),
                "[".repeat(30_000) + "]".repeat(30_000),
                "{\"" + "n".repeat(60_000) + "\":1}",
                "1".repeat(5_000));
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
        SyncBed.await(() -> openInvites() == 1);
        bed.now = bed.now.plus(Duration.ofMinutes(1));
        SyncBed.await(() -> {
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
        SyncBed.await(() -> openInvites() == 1);
    }

    @Test
    void anUnknownPositionStartsAgainWithFirstSyncRules() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined("!gone", member("$g", SELF, "join")));
        SyncBed.await(() -> bed.heard.size() == 1);
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
        SyncBed.await(() -> bed.heardIds().contains("$1"));
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
        SyncBed.await(() -> !bed.stops.isEmpty());
        assertThat(bed.stops.getFirst()).contains("M_UNKNOWN_DEVICE");
    }

    @Test
    void anUnknownTokenStopsTheAccountWithinOneRequest() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", SYNC, Answer.error(401, "M_UNKNOWN_TOKEN", "Invalid access token"));
        bed.loop.start();
        SyncBed.await(() -> !bed.stops.isEmpty());
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
        SyncBed.await(() -> bed.heardIds().contains("$1"));
        assertThat(bed.waits).hasSize(12).allSatisfy(w -> assertThat(w).isLessThanOrEqualTo(Duration.ofSeconds(60)));
        assertThat(bed.waits.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(bed.waits.stream().max(Duration::compareTo).orElseThrow()).isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void waitsAsLongAsTheHomeserverAsks() throws Exception {
        bed.settled(ROOM);
        bed.server.sync(Answer.limited(90_000));
        bed.loop.start();
        SyncBed.await(() -> !bed.waits.isEmpty());
        assertThat(bed.waits).containsExactly(Duration.ofSeconds(90));
    }

    @Test
    void waitsAtMostFiveMinutesWhateverTheHomeserverAsks() throws Exception {
        bed.settled(ROOM);
        bed.server.sync(Answer.limited(1_000_000_000_000L));
        bed.loop.start();
        SyncBed.await(() -> !bed.waits.isEmpty());
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

    private static UserId user(String localpart) {
        return UserId.parse("@" + localpart + ":example.org");
    }

    private static Answer page(String end, ObjectNode... newestFirst) {
        ObjectNode page = Json.object();
        if (!end.isEmpty()) {
            page.put("end", end);
        }
        List.of(newestFirst).forEach(page.putArray("chunk")::add);
        return Answer.json(page);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.member;
import static org.lotusguild.lotus.matrix.sync.Told.message;
import static org.lotusguild.lotus.matrix.sync.Told.state;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.fake.Answer;
import tools.jackson.databind.node.ObjectNode;

/** Rooms that we make: what is known of them without asking, and when. */
class MadeRoomTest extends OnSyncBed {
    private static final String MADE = "!made";
    private static final RoomId MADE_ID = RoomId.parse(MADE);
    private static final String MEMBERS = ".*/members";
    private static final String INVITE = ".*/invite";
    private static final String MEMBERSHIP = ".*/state/m.room.member/.*";

    private static ObjectNode own(String id) {
        return member(id, SELF, "join");
    }

    private static ObjectNode created(String by) {
        return state("$c", "m.room.create", "", Json.object()).put("sender", by);
    }

    private static ObjectNode bobInvited() {
        return member("$bob", "@bob:example.org", "invite");
    }

    @Test
    void itsMembersAreKnownWithoutAsking() {
        bed.settled(ROOM);
        bed.take(answer("s2").limited(MADE, "p", created(SELF), own("$1")));
        assertThat(bed.rooms().joinedMembers(MADE_ID)).containsExactly(SyncBed.SELF);
        bed.take(answer("s3").joined(MADE, bobInvited()));
        assertThat(bed.rooms().invitedMembers(MADE_ID)).containsExactly(user("bob"));
        assertThat(bed.server.asked("GET", MEMBERS)).isEmpty();
    }

    /** With lazy loading the state has only members that the timeline's senders are. */
    @Test
    void theyAreKnownAlsoWhereTheStateLacksThem() {
        bed.settled(ROOM);
        bed.take(answer("s2")
                .stateAfter(MADE, own("$1"))
                .limited(
                        MADE,
                        "p",
                        created(SELF),
                        own("$1"),
                        bobInvited(),
                        member("$2", "@eve:example.org", "invite"),
                        member("$3", "@eve:example.org", "leave")));
        assertThat(bed.rooms().joinedMembers(MADE_ID)).containsExactly(SyncBed.SELF);
        assertThat(bed.rooms().invitedMembers(MADE_ID)).containsExactly(user("bob"));
        assertThat(bed.server.asked("GET", MEMBERS)).isEmpty();
    }

    /** While we were away somebody may have come whom the timeline hides. */
    @Test
    void ofRoomsOfOthersAndOfThoseThatWeLeftTheyAreAskedFor() {
        bed.settled(ROOM);
        bed.server.on("GET", MEMBERS, Answer.json(Json.object()));
        bed.take(answer("s2").limited("!alices", "p", created("@alice:example.org"), own("$1")));
        bed.rooms().joinedMembers(RoomId.parse("!alices"));
        bed.take(answer("s3").limited(MADE, "p", created(SELF), own("$2"), member("$3", SELF, "leave"), own("$4")));
        bed.rooms().joinedMembers(MADE_ID);
        assertThat(bed.server.asked("GET", MEMBERS)).hasSize(2);
    }

    @Test
    void whomItIsForIsWaitedFor() {
        bed.settled(ROOM);
        bed.server.sync(
                answer("s2").limited(MADE, "p", created(SELF), own("$1")).tree());
        bed.server.sync(answer("s3").joined(MADE, bobInvited()).tree());
        bed.loop.start();
        assertThat(bed.rooms().awaitPresent(MADE_ID, user("bob"))).isTrue();
        assertThat(bed.rooms().invitedMembers(MADE_ID)).containsExactly(user("bob"));
        assertThat(bed.server.asked("GET", MEMBERS)).isEmpty();
        assertThat(bed.server.asked("GET", MEMBERSHIP)).isEmpty();
    }

    @Test
    void ifSyncDoesNotShowThemTheHomeserverIsAsked() {
        bed.settled(ROOM);
        bed.take(answer("s2").limited(MADE, "p", created(SELF), own("$1")));
        bed.server.on("GET", MEMBERSHIP, Answer.error(404, "M_NOT_FOUND", "none"));
        SyncedRooms rooms = bed.rooms(Duration.ofMillis(20));
        assertThat(rooms.awaitPresent(MADE_ID, user("bob"))).isFalse();
        bed.server.on("GET", MEMBERSHIP, asked -> {
            bed.take(answer("s3").joined(MADE, bobInvited()));
            return Answer.json(Map.of("membership", "invite"));
        });
        assertThat(rooms.awaitPresent(MADE_ID, user("bob"))).isTrue();
        assertThat(rooms.invitedMembers(MADE_ID)).containsExactly(user("bob"));
    }

    /** What would be said there could not be read. */
    @Test
    void whomSyncDoesNotShowInTimeIsNotSaidToBeThere() {
        bed.settled(ROOM);
        bed.take(answer("s2").limited(MADE, "p", created(SELF), own("$1")));
        bed.server.on("GET", MEMBERSHIP, Answer.json(Map.of("membership", "invite")));
        SyncedRooms rooms = bed.rooms(Duration.ofMillis(20), Duration.ofMillis(20));
        assertThatThrownBy(() -> rooms.awaitPresent(MADE_ID, user("bob")))
                .isInstanceOfSatisfying(
                        HttpFailure.class, e -> assertThat(e.kind()).isEqualTo(HttpFailure.Kind.TIMEOUT));
    }

    @Test
    void whoIsInvitedIsThereBeforeSyncSaysSo() {
        bed.settled(ROOM);
        bed.take(answer("s2").limited(MADE, "p", created(SELF), own("$1")));
        bed.server.on("POST", INVITE, Answer.ok());
        SyncedRooms rooms = bed.rooms();
        OptionalLong before = rooms.outlook(MADE_ID).version();
        rooms.invite(MADE_ID, user("bob"));
        assertThat(rooms.invitedMembers(MADE_ID)).containsExactly(user("bob"));
        assertThat(rooms.outlook(MADE_ID).version()).isPresent().isNotEqualTo(before);
    }

    @Test
    void anInviteChangesNothingAboutWhoIsInAlready() {
        bed.settled(ROOM);
        bed.take(answer("s2").limited(MADE, "p", created(SELF), own("$1"), member("$bob", "@bob:example.org", "join")));
        bed.server.on("POST", INVITE, Answer.ok());
        SyncedRooms rooms = bed.rooms();
        rooms.invite(MADE_ID, user("bob"));
        assertThat(rooms.joinedMembers(MADE_ID)).contains(user("bob"));
    }

    @Test
    void whoWasInvitedAndHasDeclinedMeanwhileIsNotThere() {
        bed.settled(ROOM);
        bed.take(answer("s2").limited(MADE, "p", created(SELF), own("$1")));
        bed.server.on("POST", INVITE, asked -> {
            bed.take(answer("s3").joined(MADE, bobInvited(), member("$no", "@bob:example.org", "leave")));
            return Answer.ok();
        });
        SyncedRooms rooms = bed.rooms();
        rooms.invite(MADE_ID, user("bob"));
        assertThat(rooms.invitedMembers(MADE_ID)).isEmpty();
    }

    @Test
    void untilItIsMadeOthersWait() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        bed.server.on("POST", ".*/createRoom", new Answer.Held(until, Answer.json(Map.of("room_id", MADE))));
        SyncedRooms rooms = bed.rooms();
        rooms.awaitMade(Duration.ofHours(1));
        Thread maker = Thread.ofVirtual().start(() -> rooms.make(Json.object()));
        bed.server.await(asked -> asked.path().endsWith("/createRoom"));
        rooms.awaitMade(Duration.ofMillis(20));
        assertThat(maker.isAlive()).isTrue();
        until.countDown();
        rooms.awaitMade(Duration.ofHours(1));
        assertThat(maker.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void syncGoesOnWhenRoomsAreMade() throws Exception {
        bed.settled(ROOM);
        List<Integer> asked = new CopyOnWriteArrayList<>();
        bed.outbox = new Outbox() {
            @Override
            public void awaitEmpty(Duration limit) {}

            @Override
            public void awaitRooms(Duration limit) {
                assertThat(limit).isLessThanOrEqualTo(Duration.ofMillis(300));
                asked.add(bed.server.asked("GET", SYNC).size());
            }
        };
        bed.server.sync(answer("s2").tree());
        bed.server.sync(answer("s3").joined(ROOM, message("$1", "a")).tree());
        bed.loop.start();
        Await.until(() -> bed.server.asked("GET", SYNC).size() == 4);
        assertThat(asked)
                .as("after the one answer that had events, before the next request")
                .containsExactly(3);
    }

    @Test
    void aMembershipIsAStateLikeOthersAlsoWhereSyncHidesTheMember() {
        ObjectNode invite = bobInvited();
        Json.objectAt(invite, "content").put("is_direct", true);
        bed.settled(ROOM);
        ObjectNode all = Json.object();
        all.putArray("chunk").add(own("$own")).add(invite);
        bed.server.on("GET", MEMBERS, Answer.json(all));
        assertThat(bed.rooms().state(ROOM_ID, "m.room.member", "@bob:example.org"))
                .contains(Json.parseObject("{\"membership\": \"invite\", \"is_direct\": true}"));
        assertThat(bed.rooms().state(ROOM_ID, "m.room.member", "@eve:example.org"))
                .isEmpty();
        assertThat(bed.rooms().state(ROOM_ID, "m.room.member", "nobody")).isEmpty();
    }
}

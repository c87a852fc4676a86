package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The test bed without Lotus: if one of these fails, the bed is broken, not Lotus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
final class BedIT {
    @AutoClose
    private Synapse synapse;

    @AutoClose
    private Oracle oracle;

    private Homeserver server;

    @BeforeAll
    void start(@TempDir Path directory) {
        synapse = Synapse.start(directory);
        server = synapse.homeserver();
        oracle = Oracle.start();
    }

    private String roomOf(Person owner, Person guest) {
        String room = owner.createRoom(RoomWish.encrypted().inviting(guest.user()));
        guest.join(room);
        owner.awaitJoin(room, guest.user());
        return room;
    }

    private String roomOf(Person owner, Machine guest) {
        String room = owner.createRoom(RoomWish.encrypted().inviting(guest.user()));
        guest.join(room);
        owner.awaitJoin(room, guest.user());
        guest.sync();
        return room;
    }

    @Test
    void twoPeopleTalkEncryptedAndWithoutAShield() {
        Person alice = oracle.person(server, "alice");
        Person bob = oracle.person(server, "bob");
        String room = roomOf(alice, bob);
        bob.seen(room, Wanted.event(alice.text(room, "one")));
        Seen two = alice.seen(room, Wanted.event(bob.text(room, "two")).from(bob.user()));
        assertThat(two.body()).isEqualTo("two");
        assertThat(two.wireType()).isEqualTo("m.room.encrypted");
        assertThat(two.colour()).isZero();
        assertThat(two.device()).isEqualTo(bob.device());
        assertThat(two.signedByOwner()).isTrue();
        assertThat(alice.history(room)).filteredOn(Seen::encrypted).extracting(Seen::body).containsExactly("one", "two");
        assertThat(alice.floorTimes(room, "tick", 3, bob)).hasSize(3).allMatch(ms -> ms > 0);
    }

    @Test
    void aDirectChatIsListedInAccountData() {
        Person alice = oracle.person(server, "alice");
        Person bob = oracle.person(server, "bob");
        String room = alice.openDirect(bob.user());
        String path = "/_matrix/client/v3/user/" + alice.user() + "/account_data/m.direct";
        assertThat(alice.api("GET", path).path("body").path(bob.user()).path(0).asString()).isEqualTo(room);
    }

    @Test
    void roomsOfVersionElevenAndTwelveAreMade() {
        Person alice = oracle.person(server, "alice");
        assertThat(alice.createRoom(RoomWish.encrypted().version("11"))).contains(":");
        assertThat(alice.createRoom(RoomWish.encrypted().version("12"))).doesNotContain(":");
    }

    @Test
    void anUnsignedSenderIsSeenWithARedShield() {
        Person alice = oracle.person(server, "alice");
        Machine raw = oracle.machine(server, "raw");
        String room = roomOf(alice, raw);
        Seen seen = alice.seen(room, Wanted.event(raw.text(room, "hello")).from(raw.user()));
        assertThat(seen.colour()).isEqualTo(2);
        assertThat(seen.signedByOwner()).isFalse();
    }

    @Test
    void aHeldKeyComesAfterTheMessage() {
        Person alice = oracle.person(server, "alice");
        Machine raw = oracle.machine(server, "raw");
        String room = roomOf(alice, raw);
        int held = raw.hold(room);
        String late = raw.put(room, raw.encrypt(room, "late"));
        Await.until(Duration.ofSeconds(10), "the event without a key", () -> !alice.undecryptable(room).isEmpty());
        raw.perform(held);
        alice.seen(room, Wanted.body("late").from(raw.user()));
        assertThat(alice.events(room)).anyMatch(event -> event.id().equals(late) && event.failure().isEmpty());
    }

    @Test
    void aReplayIsShownTwice() {
        Person alice = oracle.person(server, "alice");
        Machine raw = oracle.machine(server, "raw");
        String room = roomOf(alice, raw);
        raw.perform(raw.hold(room));
        ObjectNode content = raw.encrypt(room, "once");
        alice.seen(room, Wanted.event(raw.put(room, content)));
        alice.seen(room, Wanted.event(raw.put(room, content)).from(raw.user()));
        assertThat(alice.events(room)).extracting(Seen::body).filteredOn("once"::equals).hasSize(2);
    }

    @Test
    void aSpoiledKeyCannotBeRead() {
        Person alice = oracle.person(server, "alice");
        Machine raw = oracle.machine(server, "raw");
        String room = roomOf(alice, raw);
        int held = raw.hold(room);
        assertThat(raw.addressed(held, alice.user(), alice.device()).path("algorithm").asString()).startsWith("m.olm");
        raw.spoil(held, alice.user(), alice.device());
        raw.put(room, raw.encrypt(room, "lost"));
        Await.until(Duration.ofSeconds(10), "the event without a key", () -> !alice.undecryptable(room).isEmpty());
    }

    @Test
    void theMachineReadsWhatPeopleWriteAndSeesRotation() {
        Person alice = oracle.person(server, "alice");
        Machine raw = oracle.machine(server, "raw");
        String room = alice.createRoom(RoomWish.encrypted().rotatingAfter(2).inviting(raw.user()));
        raw.join(room);
        alice.awaitJoin(room, raw.user());
        for (int n = 1; n <= 5; n++) {
            alice.text(room, "r" + n);
        }
        raw.seen(room, Wanted.body("r5").from(alice.user()));
        List<String> sessions = raw.sessionsOf(room, alice.user());
        assertThat(sessions).hasSize(5);
        assertThat(sessions.stream().distinct()).hasSize(3);
    }

    @Test
    void whoIsNotSignedIsExcludedAndToldSo() {
        Person alice = oracle.person(server, "alice");
        Machine raw = oracle.machine(server, "raw");
        String room = roomOf(alice, raw);
        alice.excludeInsecureDevices();
        alice.text(room, "not for you");
        assertThat(raw.received("m.room_key.withheld").path("content").path("code").asString()).isEqualTo("m.unverified");
    }

    @Test
    void aWaitThatIsNotAnsweredFailsInTimeAndSaysWhatWasMissing() {
        Person alice = oracle.person(server, "alice");
        String room = alice.createRoom(RoomWish.clear());
        Wanted never = Wanted.body("never said").within(Duration.ofMillis(200));
        assertThatThrownBy(() -> alice.seen(room, never)).isInstanceOf(AssertionError.class).hasMessageContaining("never said");
    }

    @Test
    void aPartThatDiesFailsTheWaitAtOnce() {
        Oracle own = Oracle.start();
        Person alice = own.person(server, "alice");
        String room = alice.createRoom(RoomWish.clear());
        Thread.ofVirtual().start(() -> own.abort("a part of the bed is gone"));
        Wanted never = Wanted.body("never said").within(Duration.ofSeconds(60));
        assertThatThrownBy(() -> alice.seen(room, never)).hasMessageContaining("a part of the bed is gone");
        own.mend();
        own.close();
    }
}

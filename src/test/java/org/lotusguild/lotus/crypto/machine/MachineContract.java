package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.session;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.node.ObjectNode;

/** The ways through the machine that touch all its tables; every database must allow them. */
abstract class MachineContract {
    MachineScene scene;

    /** A fresh, empty database with the tables of {@code crypto}. */
    abstract Database database();

    @BeforeEach
    void begin() {
        scene = new MachineScene(database());
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void twoPeopleReadEachOther() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");

        ObjectNode first = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        assertThat(text(bob.read(ROOM, first))).isEqualTo("hello");

        ObjectNode second = bob.say(ROOM, policy(alice, bob), "hello yourself");
        alice.sync();
        assertThat(text(alice.read(ROOM, second))).isEqualTo("hello yourself");
    }

    @Test
    void aSignedDeviceIsSeenAsSigned() {
        Person alice = scene.signed(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        assertThat(alice.crossSigning()).isEqualTo(CrossSigningStatus.SIGNED);

        bob.prepare(ROOM, policy(alice, bob));
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();

        assertThat(bob.read(ROOM, event))
                .isInstanceOfSatisfying(
                        Decrypted.Clear.class,
                        clear -> assertThat(clear.trust()).isEqualTo(Trust.CROSS_SIGNED));
    }

    @Test
    void readsItsOwnMessages() {
        Person alice = scene.signed(ALICE, "ALICE1");
        ObjectNode event = alice.say(ROOM, policy(alice), "to myself");
        assertThat(alice.read(ROOM, event))
                .isInstanceOfSatisfying(
                        Decrypted.Clear.class,
                        clear -> assertThat(clear.trust()).isEqualTo(Trust.VERIFIED));
    }

    @Test
    void anEventWaitsForItsKeyAndIsReleased() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "late");

        assertThat(bob.read(ROOM, event)).isEqualTo(new Decrypted.Waiting(Decrypted.Reason.UNKNOWN_SESSION));
        bob = scene.restart(bob);
        SyncOutcome outcome = bob.sync();

        assertThat(outcome.released()).containsExactly(new SyncOutcome.Released(ROOM, event));
        assertThat(text(bob.read(ROOM, event))).isEqualTo("late");
        assertThat(scene.number("select count(*) as n from crypto_waiting")).isZero();
    }

    @Test
    void readsAnEventAgainButNotItsReplay() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "once");
        bob.sync();
        ObjectNode replay = event.deepCopy().put("event_id", "$another");

        assertThat(text(bob.read(ROOM, event))).isEqualTo("once");
        assertThat(bob.read(ROOM, replay)).isEqualTo(new Decrypted.Refused(Decrypted.Reason.REPLAYED));
        bob = scene.restart(bob);
        assertThat(bob.read(ROOM, replay)).isEqualTo(new Decrypted.Refused(Decrypted.Reason.REPLAYED));
        assertThat(text(bob.read(ROOM, event))).isEqualTo("once");
    }

    @Test
    void goesOnAfterARestartWithTheSameKeysAndSessions() {
        Person alice = scene.signed(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        RoomPolicy policy = policy(alice, bob);
        ObjectNode first = alice.say(ROOM, policy, "one");
        bob.sync();
        bob.read(ROOM, first);
        String fingerprint = alice.machine().fingerprint();
        long starts = alice.machine().starts();

        alice = scene.restart(alice);
        bob = scene.restart(bob);

        assertThat(alice.machine().fingerprint()).isEqualTo(fingerprint);
        assertThat(alice.machine().starts()).isGreaterThan(starts);
        assertThat(alice.crossSigning()).isEqualTo(CrossSigningStatus.SIGNED);
        ObjectNode second = alice.event(alice.encrypt(ROOM, policy, "two"));
        assertThat(session(second)).isEqualTo(session(first));
        assertThat(text(bob.read(ROOM, second))).isEqualTo("two");
        assertThat(alice.wire()).isEmpty();
    }

    @Test
    void rotatesByCountAndWhenAMemberLeaves() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        Person carol = scene.person(CAROL, "CAROL1");
        RoomPolicy all = policy(2, ShareWith.ALL, alice, bob, carol);

        List<String> sessions = List.of(
                session(alice.say(ROOM, all, "1")),
                session(alice.say(ROOM, all, "2")),
                session(alice.say(ROOM, all, "3")),
                session(alice.say(ROOM, policy(2, ShareWith.ALL, alice, bob), "4")));

        assertThat(sessions.get(0)).isEqualTo(sessions.get(1));
        assertThat(sessions.get(2)).isNotEqualTo(sessions.get(1));
        assertThat(sessions.get(3)).isNotEqualTo(sessions.get(2));
    }

    @Test
    void withholdsByPolicyAndIsUnderstood() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        Person carol = scene.signed(CAROL, "CAROL1");
        RoomPolicy policy = policy(100, ShareWith.CROSS_SIGNED, alice, bob, carol);

        ObjectNode event = alice.say(ROOM, policy, "for the signed");
        bob.sync();
        carol.sync();

        assertThat(bob.read(ROOM, event)).isEqualTo(new Decrypted.Waiting(Decrypted.Reason.WITHHELD_UNVERIFIED));
        assertThat(text(carol.read(ROOM, event))).isEqualTo("for the signed");
    }

    @Test
    void renewsAWedgedSession() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        bob.prepare(ROOM, policy(alice, bob));
        alice.say(ROOM, policy(alice, bob), "lost");
        scene.server.waitingFor(BOB, bob.device()).replaceAll(MachineScene::spoiled);

        bob.sync();
        alice.sync();

        assertThat(scene.count(Ignored.WEDGED)).isEqualTo(1);
        assertThat(bob.wire())
                .filteredOn(request -> request instanceof Outgoing.ToDevice message
                        && message.eventType().equals("m.room.encrypted"))
                .hasSize(2); // the room key of prepare, and m.dummy
        scene.clock.advance(Duration.ofDays(8));
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "read");
        bob.sync();
        assertThat(text(bob.read(ROOM, event))).isEqualTo("read");
    }

    @Test
    void tidiesWithoutHarm() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "never");
        bob.read(ROOM, event);
        scene.clock.advance(Duration.ofDays(31));
        scene.server.waitingFor(BOB, bob.device()).clear();

        bob.sync();

        assertThat(scene.count(Ignored.GIVEN_UP)).isEqualTo(1);
        assertThat(scene.number("select count(*) as n from crypto_waiting")).isZero();
        assertThat(scene.number("select count(*) as n from crypto_olm_seen")).isZero();
    }
}

package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.primitive.OlmMessage;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import tools.jackson.databind.node.ObjectNode;

final class OlmRecoveryTest extends SceneBed {
    private Person bob;
    private Forger peer;

    @BeforeEach
    void begin() {
        bob = scene.person(BOB, "BOB1");
        peer = new Forger(scene.server, CAROL, new DeviceId("PEER"));
        peer.publish();
        peer.account().generateOneTimeKeys(10);
        peer.account().oneTimeKeys().forEach(peer::offerOneTimeKey);
        bob.machine().step(step -> {
            step.track(Set.of(CAROL));
            return true;
        });
        bob.flush();
    }

    @AfterEach
    void end() {
        peer.close();
    }

    @Test
    void passesOnWhatIsNotItsOwn() {
        try (OlmSession session = peer.session(bob)) {
            SyncOutcome outcome = bob.deliver(test(session, 1), peer.toDevice("x.other", Json.object()));
            assertThat(outcome.toDevice()).hasSize(2);
            assertThat(outcome.toDevice().getFirst().get("content").get("n").intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void takesAMessageOnceHoweverOftenItComes() {
        try (OlmSession session = peer.session(bob)) {
            ObjectNode first = test(session, 1);
            ObjectNode second = test(session, 2);
            assertThat(bob.deliver(first, second, first).toDevice()).hasSize(2);
            bob = scene.restart(bob);
            assertThat(bob.deliver(first, second).toDevice()).isEmpty();
            assertThat(scene.ignored).containsOnlyKeys(Ignored.SEEN);
            assertThat(scene.count(Ignored.SEEN)).isEqualTo(3);
            assertThat(bob.outgoing()).isEmpty();
        }
    }

    @Test
    void aForgottenPreKeyMessageIsNoWedge() {
        try (OlmSession session = peer.session(bob)) {
            ObjectNode first = test(session, 1);
            bob.deliver(first);
            scene.database.run(tx -> tx.sql("delete from crypto_olm_seen").update());
            scene.database.run(tx -> tx.sql("delete from crypto_olm_session").update());
            bob = scene.restart(bob);
            bob.deliver(first);
            assertThat(scene.ignored).containsOnlyKeys(Ignored.UNKNOWN_ONE_TIME_KEY);
            assertThat(bob.outgoing()).isEmpty();
        }
    }

    @Test
    void sendsOneDummyAnHourToAWedgedDevice() {
        try (OlmSession session = peer.session(bob)) {
            bob.deliver(test(session, 1));
            bob.deliver(MachineScene.spoiled(test(session, 2)));
            bob = scene.restart(bob);
            bob.flush();
            assertThat(dummies()).isEqualTo(1);

            bob.deliver(MachineScene.spoiled(test(session, 3)));
            bob.flush();
            assertThat(dummies()).isEqualTo(1);

            scene.clock.advance(Duration.ofHours(1));
            bob.deliver(MachineScene.spoiled(test(session, 4)));
            bob.flush();
            assertThat(dummies()).isEqualTo(2);
            assertThat(bob.deliver(test(session, 5)).toDevice()).hasSize(1); // the old session still reads
        }
    }

    @Test
    void anUnknownDeviceIsNotUnwedged() {
        try (Forger stranger = new Forger(scene.server, ALICE, new DeviceId("STRANGER"));
                OlmSession session = stranger.session(bob)) {
            bob.deliver(MachineScene.spoiled(stranger.seal(bob, session, "{}")));
            assertThat(scene.count(Ignored.WEDGED)).isEqualTo(1);
            assertThat(bob.outgoing()).isEmpty();
        }
    }

    @Test
    void keepsFiveSessionsWithADevice() {
        List<OlmSession> sessions = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            OlmSession session = peer.session(bob);
            sessions.add(session);
            scene.clock.advance(Duration.ofMinutes(1));
            assertThat(bob.deliver(test(session, i)).toDevice()).hasSize(1);
            if (i == 4) {
                assertThat(bob.deliver(test(sessions.getFirst(), 100)).toDevice())
                        .hasSize(1); // used lately: stays
            }
        }
        assertThat(scene.number("select count(*) as n from crypto_olm_session")).isEqualTo(5);
        assertThat(bob.deliver(test(sessions.get(0), 8)).toDevice()).hasSize(1);
        assertThat(bob.deliver(test(sessions.get(1), 9)).toDevice()).isEmpty();
        sessions.forEach(OlmSession::close);
    }

    @Test
    void answersWithTheSessionThatWasHeardLast() {
        try (OlmSession first = peer.session(bob);
                OlmSession second = peer.session(bob)) {
            bob.deliver(test(first, 1));
            scene.clock.advance(Duration.ofMinutes(1));
            bob.deliver(test(second, 2));
            scene.clock.advance(Duration.ofMinutes(1));
            bob.deliver(test(first, 3));
            bob.say(MachineScene.ROOM, MachineScene.policy(100, ShareWith.ALL, Set.of(BOB, CAROL)), "hello");
            ObjectNode event =
                    scene.server.waitingFor(CAROL, new DeviceId("PEER")).getFirst();
            ObjectNode mine = Json.objectAt(
                    event, "content", "ciphertext", peer.account().identityKey().base64());
            assertThat(first.decrypt(new OlmMessage(
                            mine.get("type").intValue(), mine.get("body").stringValue())))
                    .contains("m.room_key");
        }
    }

    @Test
    void aStoredSessionThatCannotBeReadBackIsNotTheSendersFault() {
        try (OlmSession session = peer.session(bob)) {
            bob.deliver(test(session, 1));
            String key = peer.account().identityKey().base64();
            byte[] broken =
                    scene.sealer(bob).seal(Sealer.Table.OLM, key + "|" + session.sessionId(), new Secret("no session"));
            scene.database.run(tx -> tx.sql("update crypto_olm_session set sealed = :sealed where sender_key = :key")
                    .bind("sealed", broken)
                    .bind("key", key)
                    .update());
            bob = scene.restart(bob);
            assertThat(bob.deliver(test(session, 2), peer.toDevice("x.other", Json.object()))
                            .toDevice())
                    .hasSize(1);
            assertThat(scene.ignored).containsOnlyKeys(Ignored.OUR_FAULT);
        }
    }

    @Test
    void aMessageOverAKnownSessionMakesNothingBeLoadedAnew() {
        RoomPolicy policy = MachineScene.policy(100, ShareWith.ALL, Set.of(BOB, CAROL));
        try (OlmSession session = peer.session(bob)) {
            bob.deliver(test(session, 1));
            bob.say(MachineScene.ROOM, policy, "hello");
            int usual = statementsOf(() -> bob.encrypt(MachineScene.ROOM, policy, "hello"));
            bob.deliver(test(session, 2));
            assertThat(statementsOf(() -> bob.encrypt(MachineScene.ROOM, policy, "hello")))
                    .isEqualTo(usual);
        }
    }

    private int statementsOf(Runnable work) {
        int before = scene.database.statements();
        work.run();
        return scene.database.statements() - before;
    }

    private ObjectNode test(OlmSession session, int n) {
        ObjectNode content = Json.object().put("n", n);
        return peer.seal(bob, session, peer.inner(bob, "x.test", content).toString());
    }

    private long dummies() {
        return bob.wire().stream()
                .filter(request -> request instanceof Outgoing.ToDevice message
                        && message.eventType().equals("m.room.encrypted"))
                .count();
    }
}

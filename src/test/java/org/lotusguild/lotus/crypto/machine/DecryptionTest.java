package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.session;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.identity.CrossSigningKeys;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.primitive.MegolmOutbound;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import org.quicktheories.QuickTheory;
import org.quicktheories.generators.SourceDSL;
import tools.jackson.databind.node.ObjectNode;

final class DecryptionTest extends TwoPeople {
    private static final RoomId OTHER = new RoomId("!other");

    @BeforeEach
    void begin() {
        scene.sign(alice);
    }

    @Test
    void refusesCiphertextMovedToAnotherRoom() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "here");
        bob.sync();
        assertThat(bob.read(OTHER, event)).isEqualTo(new Decrypted.Refused(Reason.WRONG_ROOM));
        assertThat(text(bob.read(ROOM, event))).isEqualTo("here");
    }

    @Test
    void waitsForTheRightKeyEvenIfASessionOfThatIdIsKnownElsewhere() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "here");
        bob.sync();
        ObjectNode strange = event.deepCopy();
        ((ObjectNode) strange.get("content")).put("ciphertext", "AwgA");
        assertThat(bob.read(OTHER, strange)).isEqualTo(new Decrypted.Waiting(Reason.UNKNOWN_SESSION));
    }

    @Test
    void refusesADamagedMessage() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "here");
        bob.sync();
        String ciphertext = Json.string(event, "content", "ciphertext").orElseThrow();
        QuickTheory.qt()
                .withFixedSeed(21)
                .withExamples(60)
                .forAll(SourceDSL.integers().between(0, ciphertext.length() - 1))
                .checkAssert(at -> {
                    ObjectNode damaged = event.deepCopy();
                    char other = ciphertext.charAt(at) == 'A' ? 'B' : 'A';
                    ((ObjectNode) damaged.get("content"))
                            .put("ciphertext", ciphertext.substring(0, at) + other + ciphertext.substring(at + 1));
                    assertThat(bob.read(ROOM, damaged)).isInstanceOf(Decrypted.Refused.class);
                });
        assertThat(text(bob.read(ROOM, event))).isEqualTo("here");
    }

    @Test
    void refusesWhatHasNotTheShape() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "here");
        bob.sync();
        ObjectNode unknown = event.deepCopy();
        ((ObjectNode) unknown.get("content")).put("algorithm", "m.megolm.v9");
        assertThat(bob.read(ROOM, unknown)).isEqualTo(new Decrypted.Refused(Reason.UNKNOWN_ALGORITHM));
        for (String field : new String[] {"ciphertext", "session_id"}) {
            ObjectNode broken = event.deepCopy();
            ((ObjectNode) broken.get("content")).put(field, 5);
            assertThat(bob.read(ROOM, broken)).isEqualTo(new Decrypted.Refused(Reason.MALFORMED));
        }
        assertThat(bob.read(ROOM, event.deepCopy().put("sender", "nobody")))
                .isEqualTo(new Decrypted.Refused(Reason.MALFORMED));
        assertThat(bob.read(ROOM, Json.object())).isEqualTo(new Decrypted.Refused(Reason.UNKNOWN_ALGORITHM));
    }

    @Test
    void marksTheSignedDeviceOnceItIsKnown() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        deliverKeysOnly();
        assertThat(trust(event)).isEqualTo(Trust.UNKNOWN);
        follow();
        assertThat(trust(event)).isEqualTo(Trust.CROSS_SIGNED);
    }

    @Test
    void marksAnUnsignedDevice() {
        Person carol = scene.person(CAROL, "CAROL1");
        bob.prepare(ROOM, policy(bob, carol));
        ObjectNode event = carol.say(ROOM, policy(bob, carol), "hello");
        bob.sync();
        assertThat(trust(event)).isEqualTo(Trust.UNSIGNED);
    }

    @Test
    void aDeletedDeviceIsNoLongerKnown() {
        follow();
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        scene.server.logout(ALICE, alice.device());
        bob.sync();
        assertThat(trust(event)).isEqualTo(Trust.UNKNOWN);
    }

    @Test
    void marksAnotherUsersSession() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        assertThat(trust(event.put("sender", CAROL.value()))).isEqualTo(Trust.MISMATCHED_SENDER);
    }

    @ParameterizedTest
    @CsvSource({
        "m.unverified, WITHHELD_UNVERIFIED",
        "m.blacklisted, WITHHELD_BLACKLISTED",
        "m.unauthorised, WITHHELD_UNAUTHORISED",
        "m.unavailable, WITHHELD_OTHER",
        "m.strange, WITHHELD_OTHER"
    })
    void understandsWithheldNoticesUnderBothNames(String code, Reason reason) {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "not for you");
        for (String type : new String[] {"m.room_key.withheld", "org.matrix.room_key.withheld"}) {
            bob.deliver(notice(type, code, event, ALICE.value()));
            assertThat(bob.read(ROOM, event)).isEqualTo(new Decrypted.Waiting(reason));
        }
    }

    @Test
    void aWaitingEventLearnsLaterWhyItWaits() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "not for you");
        bob.read(ROOM, event);
        bob.deliver(notice("m.room_key.withheld", "m.unverified", event, ALICE.value()));
        assertThat(scene.number("select count(*) as n from crypto_waiting where reason = 'WITHHELD_UNVERIFIED'"))
                .isEqualTo(1);
        bob.sync(); // the key comes after all
        assertThat(text(bob.read(ROOM, event))).isEqualTo("not for you");
        assertThat(scene.number("select count(*) as n from crypto_withheld")).isZero();
    }

    @Test
    void aNoticeOfSomebodyElseExplainsNothing() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "not for you");
        bob.deliver(notice("m.room_key.withheld", "m.blacklisted", event, CAROL.value()));
        assertThat(bob.read(ROOM, event)).isEqualTo(new Decrypted.Waiting(Reason.UNKNOWN_SESSION));
    }

    @Test
    void noOlmConcernsAllRoomsOfTheDevice() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "not for you");
        ObjectNode notice = Json.object().put("type", "m.room_key.withheld").put("sender", ALICE.value());
        notice.putObject("content")
                .put("code", "m.no_olm")
                .put("sender_key", alice.machine().identityKey());
        bob.deliver(notice);
        assertThat(bob.read(ROOM, event)).isEqualTo(new Decrypted.Waiting(Reason.WITHHELD_NO_OLM));
    }

    @Test
    void aCopyUnderAnotherNameDoesNotUseTheMessageUp() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        bob.read(ROOM, event.deepCopy().put("sender", CAROL.value()).put("event_id", "$copy"));
        assertThat(text(bob.read(ROOM, event))).isEqualTo("hello");
        assertThat(bob.read(ROOM, event.deepCopy().put("event_id", "$again")))
                .isEqualTo(new Decrypted.Refused(Reason.REPLAYED));
    }

    @Test
    void waitingEventsComeInTheOrderInWhichTheyWereSent() {
        List<ObjectNode> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ObjectNode event = alice.say(ROOM, policy(alice, bob), "late");
            sent.add(event.put("event_id", "$" + (37 * i % 20)).put("origin_server_ts", 1_000L + i));
        }
        bob.machine().step(step -> {
            sent.forEach(event -> step.decrypt(ROOM, event));
            return true;
        });
        assertThat(bob.sync().released())
                .extracting(released -> released.event().get("event_id"))
                .isEqualTo(sent.stream().map(event -> event.get("event_id")).toList());
    }

    @Test
    void givesUpAfterSevenDays() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "late");
        bob.read(ROOM, event);
        bob.read(ROOM, event);
        scene.clock.advance(Duration.ofDays(7).minusMinutes(1));
        bob.deliver();
        assertThat(scene.count(Ignored.GIVEN_UP)).isZero();
        scene.clock.advance(Duration.ofHours(2));
        bob.deliver();
        assertThat(scene.count(Ignored.GIVEN_UP)).isEqualTo(1);
    }

    @Test
    void keepsAtMostAThousandWaitingEventsOfARoomTheYoungest() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "late");
        wait(OTHER, event, 0, 2);
        wait(ROOM, event, 2, 1_005);
        assertThat(scene.number("select count(*) as n from crypto_waiting")).isEqualTo(1_002);
        assertThat(scene.number("select min(since) as n from crypto_waiting where room = '!room'"))
                .isGreaterThan(scene.number("select min(since) as n from crypto_waiting where room = '!other'"));
        assertThat(scene.count(Ignored.GIVEN_UP)).isEqualTo(3);
    }

    @Test
    void keepsAtMostFiveThousandWaitingEventsAndTheFullestRoomsMakeRoom() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "late");
        wait(OTHER, event, 0, 3);
        for (int room = 1; room <= 6; room++) {
            wait(new RoomId("!flood" + room), event, room * 1_000, room * 1_000 + 999);
        }
        assertThat(scene.number("select count(*) as n from crypto_waiting")).isEqualTo(5_000);
        assertThat(scene.number("select count(*) as n from crypto_waiting where room = '!other'"))
                .isEqualTo(3);
        assertThat(scene.count(Ignored.GIVEN_UP)).isEqualTo(997);
    }

    private void wait(RoomId room, ObjectNode event, int from, int to) {
        bob.machine().step(step -> {
            for (int i = from; i < to; i++) {
                scene.clock.advance(Duration.ofMillis(1));
                step.decrypt(room, event.deepCopy().put("event_id", "$" + i));
            }
            return true;
        });
    }

    @Test
    void aLaterKeyNeverReplacesAnEarlierOneOfTheSameSession() {
        ObjectNode first = alice.say(ROOM, policy(alice, bob), "1");
        bob.sync();
        Person second = scene.person(BOB, "BOB2");
        alice.sync();
        alice.say(ROOM, policy(alice, bob), "2"); // shares index 1 with the second device
        second.sync();
        assertThat(text(bob.read(ROOM, first))).isEqualTo("1");
    }

    @Test
    void anUnlistedDeviceWithItsOwnersSignatureCountsAsSigned() {
        follow();
        CrossSigningKeys identity = CrossSigningKeys.create(new SecureRandom());
        try (Forger owner = new Forger(scene.server, CAROL, new DeviceId("CAROL1"));
                Forger fresh = new Forger(scene.server, CAROL, new DeviceId("CAROL2"))) {
            owner.publish();
            scene.server.uploadSigningKeys(
                    CAROL, identity.upload(CAROL, new DeviceId("CAROL1"), owner.account()::sign));
            bob.machine().step(step -> {
                step.track(Set.of(CAROL));
                return true;
            });
            bob.flush();
            assertThat(trustOf(fresh, fresh.deviceKeys())).isEqualTo(Trust.UNKNOWN);
            ObjectNode signed = fresh.deviceKeys();
            SignedJson.sign(signed, CAROL, identity.selfSigning().publicKey().base64(), identity.selfSigning()::sign);
            assertThat(trustOf(fresh, signed)).isEqualTo(Trust.CROSS_SIGNED);
        }
    }

    /** What a message counts for whose key came with these device keys. */
    private Trust trustOf(Forger device, ObjectNode shown) {
        try (OlmSession olm = device.session(bob);
                MegolmOutbound megolm = MegolmOutbound.create()) {
            ObjectNode inner = device.inner(bob, "m.room_key", device.roomKey(ROOM, megolm));
            inner.set("sender_device_keys", shown);
            bob.deliver(device.seal(bob, olm, inner.toString()));
            ObjectNode message = Json.object().put("type", "m.room.message").put("room_id", ROOM.value());
            message.putObject("content").put("body", "hello");
            ObjectNode event =
                    Json.object().put("event_id", "$" + megolm.sessionId()).put("sender", CAROL.value());
            event.putObject("content")
                    .put("algorithm", "m.megolm.v1.aes-sha2")
                    .put("session_id", megolm.sessionId())
                    .put("ciphertext", megolm.encrypt(Json.text(message)));
            return trust(event);
        }
    }

    private Trust trust(ObjectNode event) {
        return ((Decrypted.Clear) bob.read(ROOM, event)).trust();
    }

    /** Bob gets his to-device messages, and asks for no device list. */
    private void deliverKeysOnly() {
        bob.deliver(scene.server.waitingFor(BOB, bob.device()).toArray(ObjectNode[]::new));
    }

    private void follow() {
        bob.machine().step(step -> {
            step.track(Set.of(ALICE, BOB));
            return true;
        });
        bob.flush();
    }

    private static ObjectNode notice(String type, String code, ObjectNode event, String sender) {
        ObjectNode notice = Json.object().put("type", type).put("sender", sender);
        notice.putObject("content")
                .put("algorithm", "m.megolm.v1.aes-sha2")
                .put("room_id", ROOM.value())
                .put("session_id", session(event))
                .put("code", code);
        return notice;
    }
}

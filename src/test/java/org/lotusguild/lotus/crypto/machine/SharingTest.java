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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import tools.jackson.databind.node.ObjectNode;

final class SharingTest extends TwoPeople {
    @Test
    void encryptsOnlyAfterTheShareIsAcknowledged() {
        RoomPolicy policy = policy(alice, bob);
        assertThat(encrypt(policy)).isInstanceOf(EncryptResult.ShareFirst.class);
        trackAndClaim(policy);
        List<Outgoing> requests = alice.share(ROOM, policy);
        assertThat(requests).hasSize(1);
        assertThat(encrypt(policy)).isInstanceOf(EncryptResult.ShareFirst.class);

        alice = scene.restart(alice);
        assertThat(encrypt(policy)).isInstanceOf(EncryptResult.ShareFirst.class);
        assertThat(alice.share(ROOM, policy)).isEqualTo(requests);
        requests.forEach(alice::send);

        assertThat(encrypt(policy)).isInstanceOf(EncryptResult.Encrypted.class);
    }

    @Test
    void aShareThatTheServerRefusesForGoodDoesNotBlockTheMessage() {
        RoomPolicy policy = policy(alice, bob);
        trackAndClaim(policy);
        List<Outgoing> requests = alice.share(ROOM, policy);
        alice.machine().step(step -> {
            requests.forEach(request -> step.failed(request.id(), new Failure.Refused(400, Json.object())));
            return true;
        });
        assertThat(encrypt(policy)).isInstanceOf(EncryptResult.Encrypted.class);
        assertThat(scene.count(Ignored.REFUSED_REQUEST)).isEqualTo(1);
    }

    @Test
    void refusesAnAlgorithmThatItDoesNotSpeak() {
        RoomPolicy weak =
                new RoomPolicy("m.megolm.v0", Duration.ofDays(7), 100, "shared", ShareWith.ALL, Set.of(ALICE, BOB));
        assertThat(alice.share(ROOM, weak)).isEmpty();
        assertThat(encrypt(weak)).isEqualTo(new EncryptResult.Refused(EncryptResult.Reason.UNKNOWN_ALGORITHM));
    }

    @Test
    void rotatesByAgeWithAFloorOfAnHour() {
        RoomPolicy shortPeriod = new RoomPolicy(
                "m.megolm.v1.aes-sha2", Duration.ofMillis(5), 100, "shared", ShareWith.ALL, Set.of(ALICE, BOB));
        String first = session(alice.say(ROOM, shortPeriod, "1"));
        scene.clock.advance(Duration.ofMinutes(59));
        assertThat(session(alice.say(ROOM, shortPeriod, "2"))).isEqualTo(first);
        scene.clock.advance(Duration.ofMinutes(2));
        assertThat(session(alice.say(ROOM, shortPeriod, "3"))).isNotEqualTo(first);
    }

    @Test
    void rotatesAfterAWeekByDefault() {
        String first = session(alice.say(ROOM, policy(alice, bob), "1"));
        scene.clock.advance(Duration.ofDays(7));
        assertThat(encrypt(policy(alice, bob))).isInstanceOf(EncryptResult.ShareFirst.class);
        assertThat(session(alice.say(ROOM, policy(alice, bob), "2"))).isNotEqualTo(first);
    }

    @Test
    void rotatesWhenSettingsOrVisibilityChange() {
        String first = session(alice.say(ROOM, policy(alice, bob), "1"));
        String second = session(alice.say(ROOM, policy(99, ShareWith.ALL, alice, bob), "2"));
        RoomPolicy joined = new RoomPolicy(
                "m.megolm.v1.aes-sha2", Duration.ofDays(7), 99, "joined", ShareWith.ALL, Set.of(ALICE, BOB));
        String third = session(alice.say(ROOM, joined, "3"));
        assertThat(Set.of(first, second, third)).hasSize(3);
    }

    @Test
    void rotatesWhenADeviceIsDeleted() {
        Person second = scene.person(BOB, "BOB2");
        String first = session(alice.say(ROOM, policy(alice, bob), "1"));
        scene.server.logout(BOB, second.device());
        alice.sync();
        assertThat(encrypt(policy(alice, bob))).isInstanceOf(EncryptResult.ShareFirst.class);
        assertThat(session(alice.say(ROOM, policy(alice, bob), "2"))).isNotEqualTo(first);
    }

    @Test
    void aNewcomerWhoseDevicesAreUnknownMakesItShareFirst() {
        alice.say(ROOM, policy(alice, bob), "before");
        Person carol = scene.person(CAROL, "CAROL1");
        assertThat(encrypt(policy(alice, bob, carol))).isInstanceOf(EncryptResult.ShareFirst.class);
    }

    @Test
    void aJoinerReadsFromTheCurrentIndexOn() {
        ObjectNode before = alice.say(ROOM, policy(alice, bob), "before");
        Person carol = scene.person(CAROL, "CAROL1");
        ObjectNode after = alice.say(ROOM, policy(alice, bob, carol), "after");
        carol.sync();

        assertThat(session(after)).isEqualTo(session(before));
        assertThat(text(carol.read(ROOM, after))).isEqualTo("after");
        assertThat(carol.read(ROOM, before)).isEqualTo(new Decrypted.Waiting(Reason.UNKNOWN_INDEX));
    }

    @Test
    void aNewDeviceOfAMemberReadsTheNextMessage() {
        alice.say(ROOM, policy(alice, bob), "1");
        Person second = scene.person(BOB, "BOB2");
        alice.sync();
        assertThat(encrypt(policy(alice, bob))).isInstanceOf(EncryptResult.ShareFirst.class);
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "2");
        second.sync();
        assertThat(text(second.read(ROOM, event))).isEqualTo("2");
    }

    @Test
    void asksForAJoinersDevicesBeforeTheNextMessage() {
        alice.say(ROOM, policy(alice, bob), "1");
        Person carol = scene.person(CAROL, "CAROL1");
        RoomPolicy withCarol = policy(alice, bob, carol);
        assertThat(encrypt(withCarol)).isInstanceOf(EncryptResult.ShareFirst.class);
        alice.machine().step(step -> {
            step.track(Set.of(CAROL));
            return true;
        });
        assertThat(encrypt(withCarol)).isInstanceOf(EncryptResult.ShareFirst.class);
        ObjectNode event = alice.say(ROOM, withCarol, "welcome");
        carol.sync();
        assertThat(text(carol.read(ROOM, event))).isEqualTo("welcome");
    }

    @Test
    void asksForAllListsAgainWhenNewsOfThemMayHaveBeenMissed() {
        alice.say(ROOM, policy(alice, bob), "1");
        Person second = scene.person(BOB, "BOB2");
        alice.machine().step(step -> {
            step.doubtDeviceLists();
            return true;
        });
        assertThat(encrypt(policy(alice, bob))).isInstanceOf(EncryptResult.ShareFirst.class);
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "2");
        second.sync();
        assertThat(text(second.read(ROOM, event))).isEqualTo("2");
    }

    @Test
    void asksForAChangedListBeforeTheNextMessage() {
        alice.say(ROOM, policy(alice, bob), "1");
        alice.machine()
                .step(step ->
                        step.receive(new SyncChanges(List.of(), Set.of(BOB), Set.of(), Map.of(), Optional.empty())));
        assertThat(encrypt(policy(alice, bob))).isInstanceOf(EncryptResult.ShareFirst.class);
        alice.share(ROOM, policy(alice, bob)); // the question could not be asked in time
        assertThat(encrypt(policy(alice, bob))).isInstanceOf(EncryptResult.Encrypted.class);
    }

    @Test
    void neverUsesAListThatIsNotCurrent() {
        scene.server.unreachable(BOB, true);
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "without bob");
        assertThat(event).isNotNull();
        assertThat(toDevice("m.room.encrypted")).isEmpty();

        scene.server.unreachable(BOB, false);
        assertThat(alice.outgoing()).isEmpty(); // a pause after the failure
        scene.clock.advance(Duration.ofSeconds(16));
        alice.flush();
        ObjectNode next = alice.say(ROOM, policy(alice, bob), "with bob");
        bob.sync();
        assertThat(session(next)).isEqualTo(session(event));
        assertThat(text(bob.read(ROOM, next))).isEqualTo("with bob");
    }

    @Test
    void zeroReachableDevicesIsStillASend() {
        assertThat(alice.say(ROOM, policy(alice), "alone").has("content")).isTrue();
    }

    @Test
    void saysNoOlmOncePerDeviceUntilThereIsASession() {
        try (Forger mute = new Forger(scene.server, CAROL, new DeviceId("MUTE"))) {
            mute.publish();
            RoomPolicy policy = policy(1, ShareWith.ALL, Set.of(ALICE, CAROL));
            alice.say(ROOM, policy, "1");
            alice.say(ROOM, policy, "2");
            scene.clock.advance(Duration.ofMinutes(6));
            alice.say(ROOM, policy, "3");

            assertThat(toDevice("m.room_key.withheld")).singleElement().satisfies(message -> {
                ObjectNode notice = Json.objectAt(message.body(), "messages", CAROL.value(), "MUTE");
                assertThat(Json.string(notice, "code")).contains("m.no_olm");
                assertThat(notice.has("session_id")).isFalse();
                assertThat(notice.has("room_id")).isFalse();
            });
            assertThat(alice.wire().stream().filter(Outgoing.KeysClaim.class::isInstance))
                    .hasSize(2);

            mute.account().generateOneTimeKeys(1);
            mute.offerOneTimeKey(
                    "AAAA", mute.account().oneTimeKeys().values().iterator().next());
            scene.clock.advance(Duration.ofMinutes(6));
            alice.say(ROOM, policy, "4");
            assertThat(toDevice("m.room.encrypted")).hasSize(1);
        }
    }

    @Test
    void tellsWhyItWithholds() {
        RoomPolicy policy = policy(100, ShareWith.CROSS_SIGNED, alice, bob);
        alice.say(ROOM, policy, "1");
        alice.say(ROOM, policy, "2");
        assertThat(toDevice("m.room_key.withheld"))
                .singleElement()
                .satisfies(message -> assertThat(Json.string(message.body(), "messages", BOB.value(), "BOB1", "code"))
                        .contains("m.unverified"));
    }

    @Test
    void aDeviceThatBecomesSignedGetsTheKeyAfterAll() {
        RoomPolicy policy = policy(100, ShareWith.CROSS_SIGNED, alice, bob);
        alice.say(ROOM, policy, "1");
        bob.machine().step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
        bob.flush();
        alice.sync();
        ObjectNode event = alice.say(ROOM, policy, "2");
        bob.sync();
        assertThat(text(bob.read(ROOM, event))).isEqualTo("2");
    }

    @Test
    void theVerifiedPolicySharesWithOurOwnSignedDevicesOnly() {
        Person own = scene.signed(CAROL, "CAROL1");
        RoomPolicy policy = policy(100, ShareWith.VERIFIED, Set.of(CAROL, BOB));
        own.say(ROOM, policy, "1");
        assertThat(own.wire().stream()
                        .filter(request -> request instanceof Outgoing.ToDevice message
                                && message.eventType().equals("m.room_key.withheld")))
                .hasSize(1);
    }

    @Test
    void putsAtMost250DevicesIntoARequest() {
        for (int i = 0; i < 260; i++) {
            try (Forger device = new Forger(scene.server, CAROL, new DeviceId("D%03d".formatted(i)))) {
                device.publish();
                device.account().generateOneTimeKeys(1);
                device.offerOneTimeKey(
                        "AAAA",
                        device.account().oneTimeKeys().values().iterator().next());
            }
        }
        alice.say(ROOM, policy(100, ShareWith.ALL, Set.of(ALICE, CAROL)), "many");
        assertThat(toDevice("m.room.encrypted").stream()
                        .map(message -> Json.objectAt(message.body(), "messages", CAROL.value())
                                .size())
                        .toList())
                .containsExactly(250, 10);
    }

    @Test
    void keepsTheRelationInClearAndCopiesItBack() {
        RoomPolicy policy = policy(alice, bob);
        alice.prepare(ROOM, policy);
        ObjectNode content = Json.object().put("body", "reply").put("weight", 1.5);
        content.putObject("m.relates_to").put("event_id", "$root");
        EncryptResult result = alice.machine().step(step -> step.encrypt(ROOM, policy, "m.room.message", content));
        ObjectNode event = alice.event(((EncryptResult.Encrypted) result).content());
        bob.sync();

        assertThat(Json.string(event, "content", "m.relates_to", "event_id")).contains("$root");
        assertThat(bob.read(ROOM, event)).isInstanceOfSatisfying(Decrypted.Clear.class, clear -> {
            assertThat(clear.type()).isEqualTo("m.room.message");
            assertThat(clear.content()).isEqualTo(content);
        });
    }

    @Test
    void aClaimIsNotMadeTwice() {
        alice.machine().step(step -> {
            step.track(Set.of(ALICE, BOB));
            return true;
        });
        alice.flush();
        Set<UserId> users = Set.of(ALICE, BOB);
        var first = alice.missing(users);
        assertThat(alice.missing(users)).isEqualTo(first);
        alice.machine().step(step -> {
            step.failed(first.orElseThrow().id(), new Failure.Refused(404, Json.object()));
            return true;
        });
        assertThat(alice.missing(users)).isEmpty();
        scene.clock.advance(Duration.ofMinutes(6));
        assertThat(alice.missing(users)).isPresent();
    }

    private EncryptResult encrypt(RoomPolicy policy) {
        return alice.machine().step(step -> step.encrypt(ROOM, policy, "m.room.message", Json.object()));
    }

    private void trackAndClaim(RoomPolicy policy) {
        alice.machine().step(step -> {
            step.track(policy.recipients());
            return true;
        });
        alice.flush();
        alice.claim(policy.recipients());
    }

    private List<Outgoing.ToDevice> toDevice(String type) {
        return alice.wire().stream()
                .filter(Outgoing.ToDevice.class::isInstance)
                .map(Outgoing.ToDevice.class::cast)
                .filter(message -> message.eventType().equals(type))
                .toList();
    }
}

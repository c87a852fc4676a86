package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import org.lotusguild.lotus.crypto.primitive.OlmMessage;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;
import tools.jackson.databind.node.ObjectNode;

/** Row 21 of the encryption tests: what forgers send is dropped, counted, and changes nothing. */
final class HostilePayloadTest extends ForgerBed {
    @Test
    void believesAnHonestRoomKey() {
        deliver(inner -> {});
        assertThat(text(read())).isEqualTo("hello");
        assertThat(scene.ignored).isEmpty();
    }

    @Test
    void dropsATextForAnotherUser() {
        deliver(inner -> inner.put("recipient", "@eve:example.org"));
        assertDropped(Ignored.WRONG_RECIPIENT);
    }

    @Test
    void dropsATextForAnotherDeviceOfOurs() {
        deliver(inner -> inner.set(
                "recipient_keys",
                Json.object().put("ed25519", mallory.account().signingKey().base64())));
        assertDropped(Ignored.WRONG_RECIPIENT_KEYS);
    }

    @Test
    void dropsATextOfAnotherSenderThanItsEnvelope() {
        deliver(inner -> inner.put("sender", "@eve:example.org"));
        assertDropped(Ignored.WRONG_SENDER);
    }

    @Test
    void dropsATextWithAnotherSigningKeyThanTheDeviceKeysInside() {
        deliver(inner ->
                inner.set("keys", Json.object().put("ed25519", bob.machine().fingerprint())));
        assertDropped(Ignored.WRONG_KEYS);
    }

    @Test
    void dropsATextWithAnotherSigningKeyThanTheKnownDevice() {
        know();
        deliver(inner -> {
            inner.remove("sender_device_keys");
            inner.set("keys", Json.object().put("ed25519", bob.machine().fingerprint()));
        });
        assertDropped(Ignored.WRONG_KEYS);
    }

    @Test
    void dropsDeviceKeysWithABadSignature() {
        deliver(inner -> ((ObjectNode) inner.get("sender_device_keys")).put("extra", "unsigned"));
        assertDropped(Ignored.BAD_DEVICE_SIGNATURE);
    }

    @Test
    void dropsDeviceKeysOfAnotherDevice() {
        try (Forger other = new Forger(scene.server, CAROL, new DeviceId("OTHER"))) {
            deliver(inner -> inner.set("sender_device_keys", other.deviceKeys()));
        }
        assertDropped(Ignored.WRONG_KEYS);
    }

    @Test
    void dropsDeviceKeysOfAnotherUser() {
        deliver(inner -> inner.set("sender_device_keys", scene.server.deviceKeys(BOB, bob.device())));
        assertDropped(Ignored.BAD_DEVICE_SIGNATURE);
    }

    @Test
    void dropsATextWithoutKeys() {
        deliver(inner -> inner.remove("keys"));
        assertDropped(Ignored.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"text\"", "{", "{\"sender\":1}", "{\"content\":{\"a\":[[[[]]]]}}"})
    void dropsATextThatIsNoEvent(String text) {
        bob.deliver(mallory.seal(bob, session, text));
        assertThat(scene.ignored).hasSize(1);
        assertThat(read()).isInstanceOf(Decrypted.Waiting.class);
    }

    @Test
    void dropsAnUnknownOuterAlgorithm() {
        ObjectNode event = honest();
        ((ObjectNode) event.get("content")).put("algorithm", "m.olm.v9");
        bob.deliver(event);
        assertDropped(Ignored.UNKNOWN_ALGORITHM);
    }

    @Test
    void dropsARoomKeyOfAnUnknownAlgorithm() {
        deliver(inner -> ((ObjectNode) inner.get("content")).put("algorithm", "m.megolm.v9"));
        assertDropped(Ignored.UNKNOWN_ALGORITHM);
    }

    @Test
    void dropsARoomKeyUnderAnotherSessionId() {
        deliver(inner -> ((ObjectNode) inner.get("content")).put("session_id", ZERO_KEY));
        assertDropped(Ignored.MALFORMED);
    }

    @Test
    void dropsARoomKeyInClear() {
        bob.deliver(mallory.toDevice("m.room_key", mallory.roomKey(ROOM, room)));
        assertDropped(Ignored.NOT_ENCRYPTED);
    }

    @Test
    void dropsAForwardedRoomKey() {
        bob.deliver(mallory.seal(
                bob,
                session,
                CanonicalJson.of(mallory.inner(bob, "m.forwarded_room_key", mallory.roomKey(ROOM, room)))));
        assertDropped(Ignored.FORWARDED_KEY);
    }

    @Test
    void countsKeyRequestsAndAnswersNone() {
        bob.deliver(mallory.toDevice(
                "m.room_key_request", Json.object().put("action", "request").put("request_id", "1")));
        assertDropped(Ignored.KEY_REQUEST);
        assertThat(requests()).isEmpty();
    }

    @Test
    void dropsAPreKeyMessageWithAnAllZeroIdentityKey() {
        ObjectNode event = honest();
        ((ObjectNode) event.get("content")).put("sender_key", ZERO_KEY);
        bob.deliver(event);
        assertDropped(Ignored.WEAK_KEY);
    }

    @Test
    void dropsAMessageForSomebodyElse() {
        try (OlmAccount other = OlmAccount.create()) {
            ObjectNode event = honest();
            ObjectNode ciphertext = (ObjectNode) event.get("content").get("ciphertext");
            ciphertext.set(
                    other.identityKey().base64(),
                    ciphertext.remove(bob.machine().identityKey()));
            bob.deliver(event);
        }
        assertDropped(Ignored.NOT_FOR_US);
    }

    @Test
    void dropsAHugeEvent() {
        ObjectNode event = honest();
        ((ObjectNode) event.get("content")).put("padding", "x".repeat(70_000));
        bob.deliver(event);
        assertDropped(Ignored.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, 7})
    void dropsAnOlmMessageOfAnUnknownType(int type) {
        bob.deliver(
                mallory.event(bob, new OlmMessage(type, session.encrypt("{}").body())));
        assertDropped(Ignored.MALFORMED);
    }

    @Test
    void neverThrowsWhateverStandsInToDeviceEvents() {
        Gen<String> type = SourceDSL.arbitrary().pick("m.room.encrypted", "m.room_key.withheld", "m.dummy", "x", "");
        Gen<String> text = SourceDSL.strings().allPossible().ofLengthBetween(0, 40);
        Gen<Integer> shape = SourceDSL.integers().between(0, 7);
        QuickTheory.qt()
                .withFixedSeed(21)
                .withExamples(300)
                .forAll(type, text, shape)
                .checkAssert((name, value, form) -> {
                    bob.deliver(strange(name, value, form));
                });
        deliver(inner -> {});
        assertThat(text(read())).isEqualTo("hello");
    }

    private ObjectNode strange(String type, String text, int shape) {
        ObjectNode content = Json.object();
        switch (shape) {
            case 0 -> content.put("algorithm", text);
            case 1 -> content.put("algorithm", "m.olm.v1.curve25519-aes-sha2").put("sender_key", text);
            case 2 -> {
                content.put("algorithm", "m.olm.v1.curve25519-aes-sha2")
                        .put("sender_key", mallory.account().identityKey().base64());
                content.putObject("ciphertext").put(bob.machine().identityKey(), text);
            }
            case 3 -> {
                content.put("algorithm", "m.olm.v1.curve25519-aes-sha2")
                        .put("sender_key", mallory.account().identityKey().base64());
                content.putObject("ciphertext")
                        .putObject(bob.machine().identityKey())
                        .put("type", 0)
                        .put("body", text);
            }
            case 4 -> content.put("room_id", "!" + text).put("session_id", text).put("code", text);
            case 5 -> content.put("room_id", text).put("session_id", "A".repeat(43));
            case 6 -> content.put("code", "m.no_olm").put("sender_key", text);
            default -> content.putArray("algorithm").add(text);
        }
        return mallory.toDevice(type, content);
    }

    private void assertDropped(Ignored why) {
        assertThat(scene.ignored).containsExactly(Map.entry(why, 1));
        assertThat(read()).isInstanceOf(Decrypted.Waiting.class);
    }

    private void know() {
        bob.machine().step(step -> {
            step.track(Set.of(CAROL));
            return true;
        });
        bob.flush();
    }

    private List<Outgoing> requests() {
        return bob.outgoing();
    }
}

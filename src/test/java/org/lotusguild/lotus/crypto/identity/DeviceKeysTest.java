package org.lotusguild.lotus.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import tools.jackson.databind.node.ObjectNode;

class DeviceKeysTest {
    private static final UserId USER = UserId.parse("@alice:example.org");
    private static final DeviceId DEVICE = DeviceId.parse("PHONE");
    private static final String ZERO = "A".repeat(43);

    private final OlmAccount account = OlmAccount.create();
    private final OlmAccount stranger = OlmAccount.create();

    @AfterEach
    void close() {
        account.close();
        stranger.close();
    }

    @Test
    void honestKeysAreKnown() {
        ObjectNode json = signed(keys -> {});
        json.putObject("unsigned").put("device_display_name", "phone");
        DeviceKeys keys = known(json);
        assertThat(keys.identityKey()).isEqualTo(account.identityKey());
        assertThat(keys.signingKey()).isEqualTo(account.signingKey());
        assertThat(keys.algorithms()).containsExactlyInAnyOrder("m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2");
    }

    @Test
    void keysOfAlgorithmsToComeArePassedOver() {
        known(signed(json -> json.withObjectProperty("keys").put("kyber:PHONE", "AAAA")));
    }

    @Test
    void anotherUserOrDeviceInsideIsRefused() {
        assertThat(refused(signed(json -> json.put("user_id", "@mallory:example.org"))))
                .isEqualTo(Refused.WRONG_USER);
        assertThat(refused(signed(json -> json.remove("user_id")))).isEqualTo(Refused.WRONG_USER);
        assertThat(refused(signed(json -> json.put("device_id", "LAPTOP")))).isEqualTo(Refused.WRONG_DEVICE);
        assertThat(refused(signed(json -> json.put("device_id", 7)))).isEqualTo(Refused.WRONG_DEVICE);
    }

    @Test
    void missingAndForeignKeysAreRefused() {
        assertThat(refused(signed(json -> json.remove("keys")))).isEqualTo(Refused.WRONG_KEYS);
        assertThat(refused(signed(json -> json.put("keys", "x")))).isEqualTo(Refused.WRONG_KEYS);
        assertThat(refused(withKeys(keys -> keys.remove("curve25519:PHONE")))).isEqualTo(Refused.WRONG_KEYS);
        assertThat(refused(withKeys(keys -> keys.remove("ed25519:PHONE")))).isEqualTo(Refused.WRONG_KEYS);
        assertThat(refused(withKeys(keys -> keys.put("ed25519:PHONE", 1)))).isEqualTo(Refused.WRONG_KEYS);
        assertThat(refused(withKeys(
                        keys -> keys.put("ed25519:OTHER", stranger.signingKey().base64()))))
                .isEqualTo(Refused.WRONG_KEYS);
        assertThat(refused(withKeys(keys ->
                        keys.put("curve25519:OTHER", stranger.identityKey().base64()))))
                .isEqualTo(Refused.WRONG_KEYS);
    }

    @Test
    void keysThatAreNoKeysAreRefused() {
        for (String bad : new String[] {"", "not base64", "AAAA", "A".repeat(44)}) {
            assertThat(refused(withKeys(keys -> keys.put("curve25519:PHONE", bad))))
                    .isEqualTo(Refused.MALFORMED_KEY);
            assertThat(refused(withKeys(keys -> keys.put("ed25519:PHONE", bad))))
                    .isEqualTo(Refused.MALFORMED_KEY);
        }
    }

    @Test
    void weakKeysAreRefused() {
        String one = "AQ" + "A".repeat(41);
        String all = "/".repeat(42) + "8";
        for (String weak : new String[] {ZERO, one, all}) {
            assertThat(refused(withKeys(keys -> keys.put("curve25519:PHONE", weak))))
                    .isEqualTo(Refused.WEAK_KEY);
            assertThat(refused(withKeys(keys -> keys.put("ed25519:PHONE", weak))))
                    .isEqualTo(Refused.WEAK_KEY);
        }
    }

    @Test
    void noSignatureOrAnothersIsRefused() {
        ObjectNode json = signed(keys -> {});
        assertThat(refused(without(json, "signatures"))).isEqualTo(Refused.BAD_SIGNATURE);
        ObjectNode others = without(json, "signatures");
        SignedJson.sign(others, USER, "PHONE", stranger::sign);
        assertThat(refused(others)).isEqualTo(Refused.BAD_SIGNATURE);
        ObjectNode otherUser = without(json, "signatures");
        SignedJson.sign(otherUser, UserId.parse("@mallory:example.org"), "PHONE", account::sign);
        assertThat(refused(otherUser)).isEqualTo(Refused.BAD_SIGNATURE);
        ObjectNode otherId = without(json, "signatures");
        SignedJson.sign(otherId, USER, "LAPTOP", account::sign);
        assertThat(refused(otherId)).isEqualTo(Refused.BAD_SIGNATURE);
    }

    @Test
    void aChangeAfterSigningIsRefused() {
        ObjectNode json = signed(keys -> {});
        json.withObjectProperty("keys")
                .put("curve25519:PHONE", stranger.identityKey().base64());
        assertThat(refused(json)).isEqualTo(Refused.BAD_SIGNATURE);
        ObjectNode added = signed(keys -> {});
        added.put("dehydrated", true);
        assertThat(refused(added)).isEqualTo(Refused.BAD_SIGNATURE);
        ObjectNode uncanonical = signed(keys -> {});
        uncanonical.put("number", 1.5);
        assertThat(refused(uncanonical)).isEqualTo(Refused.BAD_SIGNATURE);
    }

    private ObjectNode withKeys(Consumer<ObjectNode> change) {
        return signed(json -> change.accept(json.withObjectProperty("keys")));
    }

    private ObjectNode signed(Consumer<ObjectNode> change) {
        ObjectNode json = Json.object().put("user_id", USER.value()).put("device_id", DEVICE.value());
        json.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2").add("m.megolm.v1.aes-sha2");
        json.putObject("keys")
                .put("curve25519:PHONE", account.identityKey().base64())
                .put("ed25519:PHONE", account.signingKey().base64());
        change.accept(json);
        SignedJson.sign(json, USER, "PHONE", account::sign);
        return json;
    }

    private static ObjectNode without(ObjectNode json, String name) {
        ObjectNode copy = json.deepCopy();
        copy.remove(name);
        return copy;
    }

    private static DeviceKeys known(ObjectNode json) {
        return switch (DeviceKeys.read(USER, DEVICE, json)) {
            case DeviceKeys.Result.Known(DeviceKeys keys) -> keys;
            case DeviceKeys.Result.Unusable(Refused reason) -> throw new AssertionError("refused: " + reason);
        };
    }

    private static Refused refused(ObjectNode json) {
        return switch (DeviceKeys.read(USER, DEVICE, json)) {
            case DeviceKeys.Result.Known known -> throw new AssertionError("accepted");
            case DeviceKeys.Result.Unusable(Refused reason) -> reason;
        };
    }
}

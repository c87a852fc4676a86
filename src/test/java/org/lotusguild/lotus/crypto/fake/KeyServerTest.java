package org.lotusguild.lotus.crypto.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The fake's habits are those that were seen with Synapse. */
final class KeyServerTest {
    private static final UserId USER = new UserId("@user:example.org");
    private static final DeviceId DEVICE = new DeviceId("DEVICE");

    private final KeyServer server = new KeyServer();

    @BeforeEach
    void login() {
        server.login(USER, DEVICE);
    }

    @Test
    void takesTheSameOneTimeKeyTwiceButNoOtherUnderItsId() {
        assertThat(server.upload(USER, DEVICE, oneTimeKey("A", "first")).ok()).isTrue();
        assertThat(server.upload(USER, DEVICE, oneTimeKey("A", "first")).ok()).isTrue();
        Answer refused = server.upload(USER, DEVICE, oneTimeKey("A", "second"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(Json.string(refused.body(), "error").orElseThrow()).contains("already exists");
    }

    @Test
    void givesEachOneTimeKeyOnceAndThenTheFallbackKeyForEver() {
        server.upload(USER, DEVICE, oneTimeKey("A", "once"));
        ObjectNode fallback = Json.object();
        fallback.putObject("fallback_keys").putObject("signed_curve25519:F").put("key", "spare");
        server.upload(USER, DEVICE, fallback);

        assertThat(claimed()).contains("once");
        assertThat(server.sync(USER, DEVICE).unusedFallback()).contains(Set.of("signed_curve25519"));
        assertThat(claimed()).contains("spare");
        assertThat(claimed()).contains("spare");
        assertThat(server.sync(USER, DEVICE).unusedFallback()).contains(Set.of());
        assertThat(server.sync(USER, DEVICE).keyCounts()).containsEntry("signed_curve25519", 0);
        assertThat(server.upload(USER, DEVICE, oneTimeKey("A", "other")).status())
                .isEqualTo(400);
    }

    @Test
    void deliversToDeviceOnceForOneTransaction() {
        ObjectNode body = Json.object();
        body.putObject("messages").putObject(USER.value()).putObject("DEVICE").put("n", 1);
        server.sendToDevice(USER, "x", "t1", body);
        server.sendToDevice(USER, "x", "t1", body);
        server.sendToDevice(USER, "x", "t2", body);
        assertThat(server.sync(USER, DEVICE).toDevice()).hasSize(2);
        assertThat(server.sync(USER, DEVICE).toDevice()).isEmpty();
    }

    @Test
    void tellsChangesOnceToEachDevice() {
        server.announce(USER);
        assertThat(server.sync(USER, DEVICE).changed()).containsExactly(USER);
        assertThat(server.sync(USER, DEVICE).changed()).isEmpty();
    }

    @Test
    void hidesTheKeysOfUnreachableAndLoggedOutOnes() {
        ObjectNode body = Json.object();
        body.putObject("device_keys").put("user_id", USER.value());
        server.upload(USER, DEVICE, body);
        assertThat(shown()).hasValueSatisfying(devices -> assertThat(devices).hasSize(1));
        server.unreachable(USER, true);
        assertThat(shown()).isEmpty();
        server.unreachable(USER, false);
        server.logout(USER, DEVICE);
        assertThat(shown()).hasValueSatisfying(devices -> assertThat(devices).isEmpty());
    }

    private Optional<ObjectNode> shown() {
        ObjectNode question = Json.object();
        question.putObject("device_keys").putArray(USER.value());
        return Json.at(server.query(USER, question).body(), "device_keys", USER.value()) instanceof ObjectNode devices
                ? Optional.of(devices)
                : Optional.empty();
    }

    private Optional<String> claimed() {
        ObjectNode body = Json.object();
        body.putObject("one_time_keys").putObject(USER.value()).put("DEVICE", "signed_curve25519");
        ObjectNode keys = Json.objectAt(server.claim(body).body(), "one_time_keys", USER.value(), "DEVICE");
        return keys.properties().stream().findFirst().flatMap(key -> Json.string(key.getValue(), "key"));
    }

    private static ObjectNode oneTimeKey(String id, String key) {
        ObjectNode body = Json.object();
        body.putObject("one_time_keys").putObject("signed_curve25519:" + id).put("key", key);
        return body;
    }
}

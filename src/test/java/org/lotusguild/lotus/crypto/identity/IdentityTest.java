package org.lotusguild.lotus.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Seed;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import tools.jackson.databind.node.ObjectNode;

class IdentityTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final UserId BOB = UserId.parse("@bob:example.org");
    private static final DeviceId PHONE = DeviceId.parse("PHONE");

    private final SecureRandom random = new SecureRandom();
    private final OlmAccount account = OlmAccount.create();
    private final CrossSigningKeys alice = CrossSigningKeys.create(random);
    private final CrossSigningKeys bob = CrossSigningKeys.create(random);

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void whatWeUploadIsReadBackAsOurs() {
        Identity identity = known(ALICE, answer(ALICE, alice));
        assertThat(identity.master()).isEqualTo(alice.master().publicKey());
        assertThat(identity.selfSigning()).isEqualTo(alice.selfSigning().publicKey());
        assertThat(identity.userSigning()).contains(alice.userSigning().publicKey());
        assertThat(alice.own(identity)).isTrue();
        assertThat(bob.own(identity)).isFalse();
        Ed25519Key phone = account.signingKey();
        assertThat(SignedJson.verifies(identity.masterJson(), ALICE, PHONE.value(), phone))
                .isTrue();
    }

    @Test
    void theSeedsMakeTheSameIdentityAgain() {
        CrossSigningKeys again = new CrossSigningKeys(
                new Ed25519Seed(alice.master().seed()),
                new Ed25519Seed(alice.selfSigning().seed()),
                new Ed25519Seed(alice.userSigning().seed()));
        assertThat(again.own(known(ALICE, answer(ALICE, alice)))).isTrue();
        assertThat(again.toString()).doesNotContain(alice.master().seed().value());
    }

    @Test
    void weSignADeviceWithOurSelfSigningKey() {
        Identity identity = known(ALICE, answer(ALICE, alice));
        ObjectNode signed = alice.signDevice(device(ALICE, account));
        assertThat(SignedJson.verifies(signed, ALICE, identity.selfSigning().base64(), identity.selfSigning()))
                .isTrue();
        assertThat(SignedJson.verifies(signed, ALICE, identity.master().base64(), identity.master()))
                .isFalse();
    }

    @Test
    void weSignAnotherUsersMasterKeyWithOurUserSigningKey() {
        ObjectNode signed = alice.signUser(ALICE, known(BOB, answer(BOB, bob)));
        Ed25519Key ours = alice.userSigning().publicKey();
        assertThat(SignedJson.verifies(signed, ALICE, ours.base64(), ours)).isTrue();
        assertThat(signed.at("/keys").toString())
                .contains(bob.master().publicKey().base64());
    }

    @Test
    void anIdentityWithoutUserSigningKeyIsWhole() {
        ObjectNode answer = answer(ALICE, alice);
        answer.remove("user_signing_keys");
        Identity identity = known(ALICE, answer);
        assertThat(identity.userSigning()).isEmpty();
        assertThat(alice.own(identity)).isTrue();
    }

    @Test
    void noMasterKeyIsNoIdentity() {
        assertThat(Identity.read(ALICE, Json.object())).isInstanceOf(Identity.Result.Absent.class);
        assertThat(Identity.read(BOB, answer(ALICE, alice))).isInstanceOf(Identity.Result.Absent.class);
    }

    @Test
    void brokenIdentitiesAreRefusedWithTheReason() {
        for (String kind : new String[] {"master_keys", "self_signing_keys", "user_signing_keys"}) {
            assertThat(broken(kind, key -> key.put("user_id", BOB.value()))).isEqualTo(Refused.WRONG_USER);
            assertThat(broken(kind, ObjectNode::removeAll)).isEqualTo(Refused.WRONG_USER);
            assertThat(broken(kind, key -> key.putArray("usage").add("other"))).isEqualTo(Refused.WRONG_USAGE);
            assertThat(broken(kind, key -> key.put("usage", "master"))).isEqualTo(Refused.WRONG_USAGE);
            assertThat(broken(kind, key -> key.remove("keys"))).isEqualTo(Refused.WRONG_KEYS);
            assertThat(broken(kind, key -> key.withObjectProperty("keys").put("ed25519:x", "x")))
                    .isEqualTo(Refused.WRONG_KEYS);
            assertThat(broken(kind, key -> oneKey(key, "ed25519:other", bobsKey())))
                    .isEqualTo(Refused.WRONG_KEYS);
            assertThat(broken(kind, key -> oneKey(key, "ed25519:AAAA", "AAAA"))).isEqualTo(Refused.MALFORMED_KEY);
            assertThat(broken(kind, key -> oneKey(key, "ed25519:" + bobsKey() + "=", bobsKey() + "=")))
                    .isEqualTo(Refused.MALFORMED_KEY);
            String zero = "A".repeat(43);
            assertThat(broken(kind, key -> oneKey(key, "ed25519:" + zero, zero)))
                    .isEqualTo(Refused.WEAK_KEY);
        }
        assertThat(Identity.read(ALICE, Json.parseObject("{\"master_keys\": {\"@alice:example.org\": 7}}")))
                .isEqualTo(new Identity.Result.Unusable(Refused.WRONG_USER));
    }

    @Test
    void aKeyThatTheMasterDidNotSignIsRefused() {
        for (String kind : new String[] {"self_signing_keys", "user_signing_keys"}) {
            assertThat(broken(kind, key -> key.remove("signatures"))).isEqualTo(Refused.BAD_SIGNATURE);
            assertThat(broken(kind, key -> oneKey(key, "ed25519:" + bobsKey(), bobsKey())))
                    .isEqualTo(Refused.BAD_SIGNATURE);
            assertThat(broken(kind, key -> key.put("extra", 1))).isEqualTo(Refused.BAD_SIGNATURE);
        }
        assertThat(broken("self_signing_keys", key -> {
                    key.remove("signatures"); // signed by itself instead
                    SignedJson.sign(key, ALICE, alice.selfSigning().publicKey().base64(), alice.selfSigning()::sign);
                }))
                .isEqualTo(Refused.BAD_SIGNATURE);
        ObjectNode exchanged = answer(ALICE, alice); // the server puts another master key over the old ones
        exchanged.set("master_keys", answer(ALICE, bob).get("master_keys"));
        assertThat(Identity.read(ALICE, exchanged)).isEqualTo(new Identity.Result.Unusable(Refused.BAD_SIGNATURE));
    }

    private String bobsKey() {
        return bob.selfSigning().publicKey().base64();
    }

    private static void oneKey(ObjectNode key, String id, String value) {
        key.putObject("keys").put(id, value);
    }

    private Refused broken(String kind, Consumer<ObjectNode> change) {
        ObjectNode answer = answer(ALICE, alice);
        change.accept(Json.objectAt(answer, kind, ALICE.value()));
        return switch (Identity.read(ALICE, answer)) {
            case Identity.Result.Known known -> throw new AssertionError("accepted");
            case Identity.Result.Absent absent -> throw new AssertionError("absent");
            case Identity.Result.Unusable(Refused reason) -> reason;
        };
    }

    /** What the homeserver answers after the upload. */
    private ObjectNode answer(UserId user, CrossSigningKeys keys) {
        ObjectNode upload = keys.upload(user, PHONE, account::sign);
        ObjectNode answer = Json.object();
        answer.putObject("master_keys").set(user.value(), upload.get("master_key"));
        answer.putObject("self_signing_keys").set(user.value(), upload.get("self_signing_key"));
        answer.putObject("user_signing_keys").set(user.value(), upload.get("user_signing_key"));
        return answer;
    }

    private static DeviceKeys device(UserId user, OlmAccount account) {
        ObjectNode json = Json.object().put("user_id", user.value()).put("device_id", PHONE.value());
        json.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2");
        json.putObject("keys")
                .put("curve25519:PHONE", account.identityKey().base64())
                .put("ed25519:PHONE", account.signingKey().base64());
        SignedJson.sign(json, user, "PHONE", account::sign);
        return deviceOf(user, json);
    }

    private static DeviceKeys deviceOf(UserId user, ObjectNode json) {
        return switch (DeviceKeys.read(user, PHONE, json)) {
            case DeviceKeys.Result.Known(DeviceKeys keys) -> keys;
            case DeviceKeys.Result.Unusable(Refused reason) -> throw new AssertionError("refused: " + reason);
        };
    }

    private static Identity known(UserId user, ObjectNode answer) {
        return switch (Identity.read(user, answer)) {
            case Identity.Result.Known(Identity identity) -> identity;
            case Identity.Result.Absent absent -> throw new AssertionError("absent");
            case Identity.Result.Unusable(Refused reason) -> throw new AssertionError("refused: " + reason);
        };
    }
}

package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.fake.Forger;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mallory shows a device with Alice's identity key under a signing key of her own: nothing asks for a proof that the first is
 * hers. She can read nothing with it, and must not be able to cut Alice off either.
 */
final class StolenKeyTest extends TwoPeople {
    private static final UserId MALLORY = new UserId("@aaa:example.org");
    private static final DeviceId FALSE = new DeviceId("FALSE");

    private Forger mallory;

    @BeforeEach
    void steal() {
        mallory = new Forger(scene.server, MALLORY, FALSE);
        ObjectNode keys = mallory.deviceKeys();
        keys.remove("signatures");
        ((ObjectNode) keys.get("keys"))
                .put("curve25519:" + FALSE, alice.machine().identityKey());
        ObjectNode body = Json.object();
        body.set("device_keys", mallory.sign(keys));
        scene.server.upload(MALLORY, FALSE, body);
        mallory.account().generateOneTimeKeys(50);
        mallory.account().oneTimeKeys().forEach(mallory::offerOneTimeKey);
    }

    @AfterEach
    void close() {
        mallory.close();
    }

    @Test
    void aDeviceWithSomebodysKeyTakesNoSessionInTheirPlaceBeforeTheyHaveOne() {
        ObjectNode event = bob.say(ROOM, everybody(), "hello");
        alice.sync();
        assertThat(text(alice.read(ROOM, event))).isEqualTo("hello");
    }

    @Test
    void garbageUnderSomebodysKeyCutsThemOffNeitherWay() {
        meet();
        for (int attack = 1; attack <= 7; attack++) {
            bob.deliver(garbage());
            bob.flush();
            bob = scene.restart(bob);
            ObjectNode his = bob.say(ROOM, everybody(), "his " + attack);
            alice.sync();
            assertThat(text(alice.read(ROOM, his))).isEqualTo("his " + attack);
            ObjectNode hers = alice.say(ROOM, onlyTheTwo(), "hers " + attack);
            bob.sync();
            assertThat(text(bob.read(ROOM, hers))).isEqualTo("hers " + attack);
            scene.clock.advance(Duration.ofHours(1));
        }
        assertThat(scene.server.oneTimeKeys(MALLORY, FALSE))
                .as("the attack was played: her keys were claimed")
                .isLessThan(50 - 6);
    }

    @Test
    void aSessionWithSomebodyIsNotSpentOnADeviceThatOnlyShowsTheirKey() {
        meet();
        mallory.account().oneTimeKeys().keySet().forEach(id -> scene.server.claim(claim()));
        bob.say(ROOM, everybody(), "hello");
        assertThat(scene.server.waitingFor(MALLORY, FALSE))
                .extracting(event -> event.get("type").stringValue())
                .containsOnly("m.room_key.withheld");
    }

    @Test
    void sessionsFromBeforeServeAsBefore() throws IOException {
        meet();
        int left = scene.server.oneTimeKeys(alice.user(), alice.device());
        migrate();
        meet();
        assertThat(scene.server.oneTimeKeys(alice.user(), alice.device())).isEqualTo(left);
        assertThat(scene.number("select count(*) as n from crypto_olm_session where signing_key is null"))
                .isZero();
    }

    @Test
    void sessionsFromBeforeUnderAKeyThatTwoDevicesShowReadButAreNotTrustedWithMore() throws IOException {
        meet();
        bob.prepare(ROOM, everybody());
        migrate();
        ObjectNode his = bob.say(ROOM, everybody(), "his");
        alice.sync();
        assertThat(text(alice.read(ROOM, his))).isEqualTo("his");
        meet();
    }

    /** As if the rows were older than the columns. */
    private void migrate() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/db/crypto/0007_olm_owners.sql")) {
            String sql = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            scene.database.run(tx -> {
                tx.sql("update crypto_olm_session set signing_key = null, heard = 1")
                        .update();
                tx.sql(sql.substring(sql.indexOf("update "), sql.lastIndexOf(';')))
                        .update();
            });
        }
        alice = scene.restart(alice);
        bob = scene.restart(bob);
    }

    /** A word each way: both have a session that the other has used. */
    private void meet() {
        ObjectNode hers = alice.say(ROOM, onlyTheTwo(), "hers");
        bob.sync();
        assertThat(text(bob.read(ROOM, hers))).isEqualTo("hers");
        ObjectNode his = bob.say(ROOM, onlyTheTwo(), "his");
        alice.sync();
        assertThat(text(alice.read(ROOM, his))).isEqualTo("his");
    }

    private RoomPolicy onlyTheTwo() {
        return policy(1, ShareWith.ALL, alice, bob);
    }

    private RoomPolicy everybody() {
        return policy(1, ShareWith.ALL, Set.of(MALLORY, alice.user(), bob.user()));
    }

    private static ObjectNode claim() {
        ObjectNode claim = Json.object();
        claim.putObject("one_time_keys").putObject(MALLORY.value()).put(FALSE.value(), "signed_curve25519");
        return claim;
    }

    /** A message of the right shape that no session reads, from Mallory, under Alice's key. */
    private ObjectNode garbage() {
        byte[] ratchetKey =
                Base64.getDecoder().decode(mallory.account().identityKey().base64() + "=");
        ByteBuffer message = ByteBuffer.allocate(63);
        message.put((byte) 3).put((byte) 0x0a).put((byte) 32).put(ratchetKey);
        message.put((byte) 0x10).put((byte) 0).put((byte) 0x22).put((byte) 16).put(new byte[16]);
        message.put(new byte[8]);
        ObjectNode content = Json.object()
                .put("algorithm", "m.olm.v1.curve25519-aes-sha2")
                .put("sender_key", alice.machine().identityKey());
        content.putObject("ciphertext")
                .putObject(bob.machine().identityKey())
                .put("type", 1)
                .put("body", Base64.getEncoder().withoutPadding().encodeToString(message.array()));
        return mallory.toDevice("m.room.encrypted", content);
    }
}

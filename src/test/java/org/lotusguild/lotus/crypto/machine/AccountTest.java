package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.CryptoReport;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.SelfCheck;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.seal.SealBroken;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.store.Leases.Lease;
import org.lotusguild.lotus.store.StoreException;
import tools.jackson.databind.node.ObjectNode;

/** What an account says of itself, and whom it refuses. */
final class AccountTest extends AccountBed {
    @Test
    void selfCheckComparesTheServerWithTheStore() {
        ObjectNode answer = own();
        assertThat(bob.machine().selfCheck(answer)).isEqualTo(SelfCheck.OK);
        ((ObjectNode) answer.get("device_keys").get(BOB.value()).get("BOB1").get("keys"))
                .put("ed25519:BOB1", mallory.account().signingKey().base64());
        assertThat(bob.machine().selfCheck(answer)).isEqualTo(SelfCheck.KEYS_DIFFER);
        assertThat(bob.machine().selfCheck(Json.object())).isEqualTo(SelfCheck.DEVICE_MISSING);
        assertThat(scene.open(MachineScene.CAROL, "FRESH").selfCheck(Json.object()))
                .isEqualTo(SelfCheck.OK);
    }

    @Test
    void aDeviceThatBrokeDownStaysSo() {
        bob.machine().step(step -> {
            step.breakDown(AccountBroken.STORE_OLDER_THAN_SERVER);
            return true;
        });
        bob = scene.restart(bob);
        assertThat(bob.machine().broken()).contains(AccountBroken.STORE_OLDER_THAN_SERVER);
        assertThat(bob.outgoing()).isEmpty();
    }

    @Test
    void reportsHowItIs() {
        take(3);
        bob.sync();
        ObjectNode event = Json.object().put("event_id", "$waits").put("sender", ALICE.value());
        event.putObject("content")
                .put("algorithm", "m.megolm.v1.aes-sha2")
                .put("session_id", "A".repeat(43))
                .put("ciphertext", "AwgA");
        bob.read(ROOM, event);

        CryptoReport report = bob.machine().step(Step::report);
        assertThat(report)
                .isEqualTo(new CryptoReport(
                        true,
                        47,
                        CrossSigningStatus.ABSENT,
                        new BackupReport(BackupReport.State.OFF, Optional.empty(), 0, 0),
                        Map.of(Decrypted.Reason.UNKNOWN_SESSION, 1L)));
    }

    @Test
    void aStepWithoutItsLeaseIsRefused() {
        Lease lease = scene.database.leases().tryAcquire("account").orElseThrow();
        try (CryptoMachine held = scene.open(MachineScene.CAROL, "HELD", Optional.of(lease))) {
            List<Outgoing> requests = held.step(Step::outgoing);
            assertThat(requests).isNotEmpty();
            // as if another process had taken it
            scene.database.run(tx -> tx.sql("update store_lease set holder = 'another', generation = generation + 1")
                    .update());
            assertThatThrownBy(() -> held.step(Step::outgoing))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LEASE_LOST));
        }
    }

    @Test
    void anotherVaultIsRefused() {
        bob.machine().close();
        var random = new SecureRandom();
        var other = VaultKey.parse(VaultKey.generate(random)).vault("x", random);
        assertThatThrownBy(() -> new CryptoMachines(scene.database, scene.clock, random, why -> {})
                        .open(BOB, bob.device(), other, Optional.empty()))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void aStepInsideAStepAndAClosedMachineAreRefused() {
        assertThatThrownBy(() -> bob.machine().step(outer -> bob.machine().step(inner -> true)))
                .isInstanceOf(IllegalStateException.class);
        bob.machine().close();
        bob.machine().close();
        assertThatThrownBy(() -> bob.machine().step(step -> true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noPrivateKeyLiesOpenInTheDatabase() throws Exception {
        Person alice = scene.signed(MachineScene.CAROL, "CAROL1");
        bob.sync();
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "a secret sentence");
        assertThat(bob.read(ROOM, event)).isNotNull();
        bob.sync();
        assertThat(text(bob.read(ROOM, event))).isEqualTo("a secret sentence");
        List<String> dump = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                dump.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        String all = String.join("", dump);
        assertThat(List.of("{\"signing_key", "eyJzaWduaW5nX2tleSI", "session_key\"", "\"ratchet", "a secret sentence"))
                .noneMatch(all::contains);
    }

    private ObjectNode own() {
        ObjectNode body = Json.object();
        body.putObject("device_keys").putArray(BOB.value());
        return scene.server.query(BOB, body).body();
    }
}

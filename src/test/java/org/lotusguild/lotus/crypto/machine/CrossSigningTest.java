package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.fake.Answer;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.identity.CrossSigningKeys;
import tools.jackson.databind.node.ObjectNode;

final class CrossSigningTest extends SceneBed {
    @Test
    void isAbsentUntilItIsWanted() {
        Person alice = scene.person(ALICE, "ALICE1");
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.ABSENT);
        bootstrap(alice);
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.PENDING);
        alice.flush();
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.SIGNED);
    }

    @Test
    void uploadsInTheRightOrderFromTheVeryFirstStart() {
        Person alice = new Person(scene.server, scene.open(ALICE, "ALICE1"));
        bootstrap(alice);
        alice.flush();
        assertThat(alice.wire().stream()
                        .map(request -> request.getClass().getSimpleName())
                        .toList())
                .containsExactly("KeysUpload", "KeysQuery", "SigningKeysUpload", "SignatureUpload", "KeysQuery");
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.SIGNED);
    }

    @Test
    void theDeviceSignsTheMasterKeyAndTheIdentitySignsTheDevice() {
        scene.signed(ALICE, "ALICE1");
        ObjectNode master = scene.server.signingKeys(ALICE, "master_key").orElseThrow();
        assertThat(Json.objectAt(master, "signatures", ALICE.value()).has("ed25519:ALICE1"))
                .isTrue();
        assertThat(Json.objectAt(scene.server.deviceKeys(ALICE, new DeviceId("ALICE1")), "signatures", ALICE.value()))
                .hasSize(2);
    }

    @Test
    void resumesWithTheSameKeysAfterACrashAtAnyPoint() {
        for (int crash = 0; crash < 12; crash++) {
            String device = "D" + crash;
            var user = new UserId("@user" + crash + ":example.org");
            Person person = new Person(scene.server, scene.open(user, device));
            bootstrap(person);
            // Odd: the last answer is lost, even: it arrived.
            for (int sent = 0; sent < crash / 2; sent++) {
                oneRequest(person, true);
            }
            if (crash % 2 == 1) {
                oneRequest(person, false);
            }
            var before = scene.server.signingKeys(user, "master_key");
            Person again = scene.restart(person);
            again.flush();

            assertThat(status(again)).as("crash %s", crash).isEqualTo(CrossSigningStatus.SIGNED);
            before.ifPresent(master -> assertThat(scene.server
                            .signingKeys(user, "master_key")
                            .orElseThrow()
                            .get("keys"))
                    .isEqualTo(master.get("keys")));
        }
    }

    @Test
    void neverReplacesAForeignIdentity() {
        try (Forger first = new Forger(scene.server, ALICE, new DeviceId("FIRST"))) {
            first.publish();
            CrossSigningKeys foreign = CrossSigningKeys.create(new SecureRandom());
            scene.server.uploadSigningKeys(ALICE, foreign.upload(ALICE, new DeviceId("FIRST"), first.account()::sign));
        }
        Person alice = scene.signed(ALICE, "ALICE1");
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.FOREIGN);
        assertThat(alice.wire()).noneMatch(Outgoing.SigningKeysUpload.class::isInstance);
        alice.sync();
        bootstrap(alice);
        alice.flush();
        assertThat(alice.wire()).noneMatch(Outgoing.SigningKeysUpload.class::isInstance);
    }

    @Test
    void anIdentityThatBecomesForeignIsLeftAlone() {
        Person alice = scene.signed(ALICE, "ALICE1");
        scene.server.forgetIdentity(ALICE);
        try (Forger other = new Forger(scene.server, ALICE, new DeviceId("OTHER"))) {
            other.publish();
            scene.server.uploadSigningKeys(
                    ALICE,
                    CrossSigningKeys.create(new SecureRandom())
                            .upload(ALICE, new DeviceId("OTHER"), other.account()::sign));
        }
        alice.sync();
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.FOREIGN);
    }

    @Test
    void givesTheServerTheSameKeysAgainWhenItForgotThem() {
        Person alice = scene.signed(ALICE, "ALICE1");
        ObjectNode before = scene.server.signingKeys(ALICE, "master_key").orElseThrow();
        scene.server.forgetIdentity(ALICE);
        alice.sync();
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.SIGNED);
        assertThat(scene.server.signingKeys(ALICE, "master_key").orElseThrow().get("keys"))
                .isEqualTo(before.get("keys"));
    }

    @Test
    void signsTheDeviceAgainWhenItsSignatureIsMissing() {
        Person alice = scene.signed(ALICE, "ALICE1");
        Json.objectAt(scene.server.deviceKeys(ALICE, alice.device()), "signatures", ALICE.value())
                .retain("ed25519:ALICE1");
        Person again = scene.restart(alice);
        bootstrap(again);
        assertThat(status(again)).isEqualTo(CrossSigningStatus.SIGNED); // as far as it knows
        again.flush();
        assertThat(again.wire()).anyMatch(Outgoing.SignatureUpload.class::isInstance);
        assertThat(status(again)).isEqualTo(CrossSigningStatus.SIGNED);
    }

    @Test
    void stopsTryingWhenSignaturesFail() {
        Person alice = scene.person(ALICE, "ALICE1");
        bootstrap(alice);
        int uploads = 0;
        for (int round = 0; round < 30; round++) {
            List<Outgoing> requests = alice.outgoing();
            if (requests.isEmpty()) {
                break;
            }
            Outgoing request = requests.getFirst();
            if (request instanceof Outgoing.SignatureUpload) {
                uploads++;
                answer(alice, request, failure());
            } else {
                alice.send(request);
            }
        }
        assertThat(uploads).isEqualTo(3);
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.PENDING);
        bootstrap(alice); // the next start
        alice.flush();
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.SIGNED);
    }

    @Test
    void aRefusedUploadWaitsForTheNextStart() {
        Person alice = scene.person(ALICE, "ALICE1");
        bootstrap(alice);
        Outgoing query = alice.outgoing().getFirst();
        alice.send(query);
        Outgoing upload = alice.outgoing().getFirst();
        assertThat(upload).isInstanceOf(Outgoing.SigningKeysUpload.class);
        alice.machine().step(step -> {
            step.failed(upload.id(), new Failure.Refused(401, Json.object()));
            return true;
        });
        alice.flush();
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.PENDING);
        bootstrap(alice);
        alice.flush();
        assertThat(status(alice)).isEqualTo(CrossSigningStatus.SIGNED);
    }

    @Test
    void seesAnothersNewIdentityAndCountsOnItFromThenOn() {
        Person alice = scene.signed(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");
        bob.machine().step(step -> {
            step.track(Set.of(ALICE));
            return true;
        });
        bob.flush();
        String first = pinned();
        scene.server.forgetIdentity(ALICE);
        bob.sync();
        assertThat(pinned()).isEqualTo(first); // hiding an identity changes nothing
        CrossSigningKeys fresh = CrossSigningKeys.create(new SecureRandom());
        scene.server.uploadSigningKeys(ALICE, fresh.upload(ALICE, alice.device(), text -> ""));
        bob.sync();
        assertThat(pinned()).isEqualTo(fresh.master().publicKey().base64());
    }

    private String pinned() {
        return scene.database.read(tx -> tx.sql("""
                        select i.master from crypto_identity i join crypto_account a on a.account = i.account
                        where i.user_id = :user and a.user_id = :owner
                        """)
                .bind("user", ALICE)
                .bind("owner", BOB)
                .first(row -> row.text("master"))
                .orElseThrow());
    }

    private static void oneRequest(Person person, boolean answered) {
        List<Outgoing> requests = person.outgoing();
        if (requests.isEmpty()) {
            return;
        }
        if (answered) {
            person.send(requests.getFirst());
        } else {
            person.perform(requests.getFirst());
        }
    }

    private static Answer failure() {
        ObjectNode body = Json.object();
        body.putObject("failures").putObject(ALICE.value()).putObject("ALICE1").put("errcode", "M_INVALID_SIGNATURE");
        return new Answer(200, body);
    }

    private static void answer(Person person, Outgoing request, Answer answer) {
        person.machine().step(step -> {
            step.sent(request.id(), answer.body());
            return true;
        });
    }

    private static CrossSigningStatus status(Person person) {
        return person.crossSigning();
    }

    private static void bootstrap(Person person) {
        person.machine().step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
    }
}

package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import tools.jackson.databind.node.ObjectNode;

/** One-time keys and the fallback key: when they go to the server, and what its answers do. */
final class KeysUploadTest extends AccountBed {
    @Test
    void uploadsFiftyKeysAndAFallbackKeyFirst() {
        assertThat(bob.wire().getFirst()).isInstanceOfSatisfying(Outgoing.KeysUpload.class, upload -> {
            assertThat(upload.body().has("device_keys")).isTrue();
            assertThat(upload.body().get("one_time_keys")).hasSize(50);
            assertThat(upload.body().get("fallback_keys")).hasSize(1);
        });
        assertThat(scene.server.oneTimeKeys(BOB, bob.device())).isEqualTo(50);
    }

    @Test
    void fillsUpToFiftyOnlyBelowTwentyFive() {
        take(25);
        bob.sync();
        assertThat(scene.server.oneTimeKeys(BOB, bob.device())).isEqualTo(25);
        take(1);
        bob.sync();
        assertThat(scene.server.oneTimeKeys(BOB, bob.device())).isEqualTo(50);
        assertThat(lastUpload().has("device_keys")).isFalse();
    }

    @Test
    void everyUploadedKeyWorks() {
        for (int i = 0; i < 60; i++) {
            try (OlmSession session = mallory.session(bob)) {
                bob.deliver(mallory.seal(
                        bob,
                        session,
                        mallory.inner(bob, "x.test", Json.object()).toString()));
            }
            bob.sync();
        }
        assertThat(scene.ignored).isEmpty();
        assertThat(scene.server.oneTimeKeys(BOB, bob.device())).isGreaterThanOrEqualTo(25);
    }

    @Test
    void replacesAUsedFallbackKeyAndKeepsTheOldOneForAnHour() {
        take(50);
        try (OlmSession first = mallory.session(bob);
                OlmSession second = mallory.session(bob)) {
            bob.sync();
            assertThat(lastUpload().has("fallback_keys")).isTrue();

            scene.clock.advance(Duration.ofMinutes(59));
            bob.deliver(dummy(first));
            assertThat(scene.ignored).isEmpty();

            scene.clock.advance(Duration.ofMinutes(2));
            bob.sync();
            bob.deliver(dummy(second));
            assertThat(scene.ignored).containsOnlyKeys(Ignored.UNKNOWN_ONE_TIME_KEY);
        }
    }

    @Test
    void doesNotPushOutAFallbackKeyThatIsStillKept() {
        take(51);
        bob.sync();
        long uploads = fallbackUploads();
        take(51);
        bob.sync();
        assertThat(fallbackUploads()).isEqualTo(uploads);
        scene.clock.advance(Duration.ofMinutes(61));
        bob.sync();
        bob.sync();
        assertThat(fallbackUploads()).isEqualTo(uploads + 1);
    }

    @Test
    void sendsTheSameBytesAgainUntilTheServerAnswered() {
        Person dave = new Person(scene.server, scene.open(MachineScene.CAROL, "NEW"));
        List<Outgoing> before = dave.outgoing();
        Person again = scene.restart(dave);
        List<Outgoing> after = again.outgoing();
        assertThat(after).isEqualTo(before);
        assertThat(Json.text(((Outgoing.KeysUpload) after.getFirst()).body()))
                .isEqualTo(Json.text(((Outgoing.KeysUpload) before.getFirst()).body()));

        again.perform(after.getFirst()); // the answer is lost
        Person third = scene.restart(again);
        third.flush();
        assertThat(third.machine().broken()).isEmpty();
        assertThat(scene.server.oneTimeKeys(third.user(), third.device())).isEqualTo(50);
    }

    @Test
    void aRepeatedAnswerIsIgnored() {
        Outgoing upload = bob.wire().getFirst();
        bob.machine().step(step -> {
            step.sent(upload.id(), Json.object());
            step.failed(
                    upload.id(), new Failure.Refused(400, Json.object().put("error", "One time key already exists")));
            return true;
        });
        assertThat(bob.machine().broken()).isEmpty();
    }

    @Test
    void oneTimeKeyAlreadyExistsBreaksTheAccountForGood() {
        take(30);
        Outgoing upload = upload(bob);
        bob.machine().step(step -> {
            step.failed(
                    upload.id(),
                    new Failure.Refused(
                            400,
                            Json.object()
                                    .put("errcode", "M_UNKNOWN")
                                    .put("error", "One time key signed_curve25519:AAAAHQ already exists. Old key: …")));
            return true;
        });

        assertThat(bob.machine().broken()).contains(AccountBroken.STORE_OLDER_THAN_SERVER);
        Person again = scene.restart(bob);
        assertThat(again.machine().broken()).contains(AccountBroken.STORE_OLDER_THAN_SERVER);
        again.sync();
        assertThat(again.wire()).isEmpty();
        EncryptResult result =
                again.machine().step(step -> step.encrypt(ROOM, policy(again), "m.room.message", Json.object()));
        assertThat(result).isEqualTo(new EncryptResult.Refused(EncryptResult.Reason.ACCOUNT_BROKEN));
    }

    @Test
    void anOlderStoreBreaksInsteadOfInventingIds() {
        byte[] yesterday = scene.database.read(tx -> tx.sql("select sealed from crypto_account where user_id = :user")
                .bind("user", BOB)
                .first(row -> row.bytes("sealed"))
                .orElseThrow());
        take(30);
        bob.sync();
        scene.database.run(tx -> tx.sql("update crypto_account set sealed = :sealed where user_id = :user")
                .bind("user", BOB)
                .bind("sealed", yesterday)
                .update());
        take(30);
        Person restored = scene.restart(bob);

        restored.sync();

        assertThat(restored.machine().broken()).contains(AccountBroken.STORE_OLDER_THAN_SERVER);
    }

    @Test
    void anotherRefusalOfAnUploadIsTriedAgain() {
        take(30);
        Outgoing upload = upload(bob);
        bob.machine().step(step -> {
            step.failed(upload.id(), new Failure.Refused(500, Json.object()));
            return true;
        });
        assertThat(bob.machine().broken()).isEmpty();
        assertThat(scene.count(Ignored.REFUSED_REQUEST)).isEqualTo(1);
        assertThat(bob.outgoing()).as("not at once").noneMatch(Outgoing.KeysUpload.class::isInstance);
        scene.clock.advance(Duration.ofSeconds(15));
        Outgoing next = upload(bob);
        assertThat(((Outgoing.KeysUpload) next).body()).isEqualTo(((Outgoing.KeysUpload) upload).body());
    }

    @Test
    void anUploadThatIsRefusedForEverIsRepeatedMoreAndMoreSeldom() {
        take(30);
        bob.machine().step(step -> step.receive(scene.server.sync(BOB, bob.device())));
        int uploads = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            for (Outgoing upload : bob.outgoing()) {
                uploads += upload instanceof Outgoing.KeysUpload ? 1 : 0;
                bob.machine().step(step -> {
                    step.failed(upload.id(), new Failure.Refused(400, Json.object()));
                    return true;
                });
            }
            scene.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(uploads).isBetween(24, 32);
    }

    private ObjectNode dummy(OlmSession session) {
        return mallory.seal(
                bob, session, mallory.inner(bob, "x.test", Json.object()).toString());
    }

    private ObjectNode lastUpload() {
        return bob.wire().stream()
                .filter(Outgoing.KeysUpload.class::isInstance)
                .map(request -> ((Outgoing.KeysUpload) request).body())
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private long fallbackUploads() {
        return bob.wire().stream()
                .filter(request -> request instanceof Outgoing.KeysUpload upload
                        && upload.body().has("fallback_keys"))
                .count();
    }

    /** The pending upload after a sync, not sent. */
    private Outgoing upload(Person person) {
        return person.machine().step(step -> {
            step.receive(scene.server.sync(person.user(), person.device()));
            return step.outgoing().stream()
                    .filter(Outgoing.KeysUpload.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        });
    }
}

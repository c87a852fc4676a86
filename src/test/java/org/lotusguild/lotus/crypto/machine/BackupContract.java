package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.BackupReport.State;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import tools.jackson.databind.node.ObjectNode;

/** The copy of the room keys on the server; every database must allow it. */
abstract class BackupContract extends BackupBed {
    private final SecureRandom random = new SecureRandom();

    @Test
    void isOffUntilItIsWanted() {
        alice.say(ROOM, policy(alice, bob), "hello");
        alice.backUp();
        assertThat(report(alice)).isEqualTo(new BackupReport(State.OFF, Optional.empty(), 0, 1));
        assertThat(alice.machine().backupDue()).isEmpty();
    }

    @Test
    void makesAVersionThatDeviceAndIdentitySigned() {
        start(alice);
        ObjectNode auth = scene.server.backups().authData(ALICE);
        Ed25519Key device = new Ed25519Key(alice.machine().fingerprint());
        ObjectNode master = scene.server.signingKeys(ALICE, "master_key").orElseThrow();
        String id = master.path("keys").iterator().next().stringValue("");
        assertThat(SignedJson.verifies(auth, ALICE, "ALICE1", device)).isTrue();
        assertThat(SignedJson.verifies(auth, ALICE, id, new Ed25519Key(id))).isTrue();
        assertThat(report(alice).state()).isEqualTo(State.ON);
    }

    @Test
    void keepsOthersSessionsAndOurOwn() {
        start(alice);
        ObjectNode own = alice.say(ROOM, policy(alice, bob), "mine");
        ObjectNode others = bob.say(ROOM, policy(alice, bob), "yours");
        alice.sync();
        assertThat(alice.machine().backupDue()).isPresent();
        alice.backUp();
        assertThat(kept(alice, ROOM).propertyNames()).containsExactlyInAnyOrder(session(own), session(others));
        assertThat(report(alice)).isEqualTo(new BackupReport(State.ON, Optional.of("1"), 2, 0));
        assertThat(alice.machine().backupDue()).isEmpty();
    }

    @Test
    void bringsAHundredSessionsAtATime() {
        for (int room = 0; room < 101; room++) {
            alice.share(new RoomId("!room" + room), policy(alice));
        }
        start(alice);
        List<Integer> sizes = alice.wire().stream()
                .filter(Outgoing.BackupUpload.class::isInstance)
                .map(upload -> Json.objectAt(((Outgoing.BackupUpload) upload).body(), "rooms")
                        .size())
                .toList();
        assertThat(sizes).containsExactly(100, 1);
    }

    @Test
    void sendsTheSameBytesAgainAfterALostAnswer() {
        start(alice);
        alice.say(ROOM, policy(alice, bob), "mine");
        Outgoing lost = alice.machine().step(step -> step.backup().nextUpload()).orElseThrow();
        alice.perform(lost);
        Person again = scene.restart(alice);
        again.flush();
        Outgoing repeated =
                again.machine().step(step -> step.backup().nextUpload()).orElseThrow();
        assertThat(repeated.id()).isEqualTo(lost.id());
        assertThat(Json.text(((Outgoing.BackupUpload) repeated).body()))
                .isEqualTo(Json.text(((Outgoing.BackupUpload) lost).body()));
    }

    @Test
    void usesNoVersionOfOthers() {
        scene.server.backups().create(ALICE, version(BackupKey.create(random)));
        alice.say(ROOM, policy(alice, bob), "mine");
        start(alice);
        assertThat(report(alice)).isEqualTo(new BackupReport(State.FOREIGN, Optional.empty(), 0, 1));
        assertThat(alice.wire()).noneMatch(Outgoing.BackupUpload.class::isInstance);
    }

    @Test
    void usesAVersionThatOurIdentitySigned() {
        start(alice);
        ObjectNode auth = scene.server.backups().authData(ALICE);
        ObjectNode body = Json.object().put("algorithm", BackupKey.ALGORITHM);
        body.set("auth_data", auth.deepCopy());
        scene.server.backups().forget(ALICE);
        scene.server.backups().create(ALICE, body);
        Person next = scene.signed(ALICE, "ALICE2");
        adopt(next, alice.machine().step(Step::identitySecrets));
        next.flush();
        next.share(ROOM, policy(next));
        start(next);
        assertThat(report(next)).isEqualTo(new BackupReport(State.ON, Optional.of("1"), 1, 0));
        Optional<BackupKey> key = next.machine().step(step -> step.backup().key());
        assertThat(key).isEmpty();
    }

    @Test
    void looksAgainWhenTheServerHasAnotherVersion() {
        start(alice);
        alice.say(ROOM, policy(alice, bob), "one");
        alice.backUp();
        scene.server.backups().create(ALICE, version(key(alice)));
        alice.say(new RoomId("!other"), policy(alice, bob), "two");
        alice.backUp();
        alice.backUp();
        assertThat(report(alice)).isEqualTo(new BackupReport(State.ON, Optional.of("2"), 2, 0));
        assertThat(scene.server.backups().rooms(ALICE)).hasSize(2);
    }

    @Test
    void asksAServerThatRefusedAgainAfterAnHour() {
        start(alice);
        scene.server.backups().refuse(true);
        alice.say(ROOM, policy(alice, bob), "one");
        alice.backUp();
        assertThat(report(alice)).isEqualTo(new BackupReport(State.REFUSED, Optional.empty(), 0, 1));
        assertThat(alice.machine().backupRefused()).isTrue();

        scene.server.backups().refuse(false);
        scene.clock.advance(Duration.ofMinutes(59));
        alice.backUp();
        assertThat(alice.machine().backupRefused()).isTrue();
        scene.clock.advance(Duration.ofMinutes(1));
        alice.backUp();
        assertThat(alice.machine().backupRefused()).isFalse();
        assertThat(report(alice)).isEqualTo(new BackupReport(State.ON, Optional.of("1"), 1, 0));
    }

    @Test
    void aSuccessorGoesOnWithTheSameBackup() {
        start(alice);
        alice.say(ROOM, policy(alice, bob), "mine");
        alice.backUp();
        Person next = scene.succeed(alice, "ALICE2");
        next.machine().step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
        next.flush();
        next.backUp();
        assertThat(report(next)).isEqualTo(new BackupReport(State.ON, Optional.of("1"), 1, 0));
        assertThat(next.wire()).noneMatch(Outgoing.BackupUpload.class::isInstance);
    }

    @Test
    void makesNoVersionForAnIdentityThatIsNotOursAnyMore() {
        Person next = scene.signed(ALICE, "ALICE2");
        start(next);
        assertThat(report(next).state()).isEqualTo(State.CHECKING);
        assertThat(next.wire()).noneMatch(Outgoing.BackupVersion.class::isInstance);
    }

    @Test
    void countsASignOfLifeAsAStart() {
        long before = alice.machine().starts();
        alice.machine().step(step -> {
            step.countUse();
            return true;
        });
        assertThat(alice.machine().starts()).isEqualTo(before + 1);
        assertThat(scene.restart(alice).machine().starts()).isEqualTo(before + 2);
    }

    private ObjectNode kept(Person person, RoomId room) {
        return Json.objectAt(scene.server.backups().rooms(person.user()), room.value());
    }

    private static ObjectNode version(BackupKey key) {
        ObjectNode body = Json.object().put("algorithm", BackupKey.ALGORITHM);
        body.putObject("auth_data").put("public_key", key.publicKey().base64());
        return body;
    }
}

package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.session;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.BackupReport.State;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.KeyBackup;
import org.lotusguild.lotus.crypto.KeyBackup.Missing;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The copy of the room keys on the server, and room keys from elsewhere; every database must allow it. */
abstract class BackupContract {
    private final SecureRandom random = new SecureRandom();

    private MachineScene scene;
    private Person alice;
    private Person bob;

    /** A fresh, empty database with the tables of {@code crypto}. */
    abstract Database database();

    @BeforeEach
    void people() {
        scene = new MachineScene(database());
        alice = scene.signed(ALICE, "ALICE1");
        bob = scene.signed(BOB, "BOB1");
    }

    @AfterEach
    void close() {
        scene.close();
    }

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
    void aNewDeviceWithTheSecretsReadsWhatTheOldOneCould() {
        start(alice);
        ObjectNode event = bob.say(ROOM, policy(alice, bob), "last week");
        alice.sync();
        alice.backUp();
        Person next = scene.signed(ALICE, "ALICE2");
        assertThat(next.crossSigning()).isEqualTo(CrossSigningStatus.FOREIGN);
        assertThat(next.read(ROOM, event)).isInstanceOf(Decrypted.Waiting.class);

        assertThat(adopt(next, alice.machine().step(Step::identitySecrets))).isTrue();
        next.flush();
        assertThat(next.crossSigning()).isEqualTo(CrossSigningStatus.SIGNED);
        take(next, key(alice));
        next.flush();
        KeyBackup.Taken taken = restore(next);
        assertThat(taken.added()).isEqualTo(1);
        assertThat(taken.released())
                .extracting(SyncOutcome.Released::event)
                .extracting(released -> released.path("event_id"))
                .containsExactly(event.path("event_id"));
        assertThat(text(next.read(ROOM, event))).isEqualTo("last week");
        assertThat(((Decrypted.Clear) next.read(ROOM, event)).trust()).isEqualTo(Trust.UNKNOWN);
        assertThat(report(next)).isEqualTo(new BackupReport(State.ON, Optional.of("1"), 1, 0));
    }

    @Test
    void adoptsNoIdentityButTheOneThatTheServerShows() {
        Person next = scene.signed(ALICE, "ALICE2");
        assertThat(adopt(next, bob.machine().step(Step::identitySecrets))).isFalse();
        assertThat(adopt(next, Map.of())).isFalse();
        assertThat(adopt(next, Map.of("m.cross_signing.master", new Secret("!"))))
                .isFalse();
        assertThat(next.crossSigning()).isEqualTo(CrossSigningStatus.FOREIGN);
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
    void anEarlierIndexOfTheSameSessionReplacesALaterOne() {
        Person carol = scene.signed(CAROL, "CAROL1");
        ObjectNode before = bob.say(ROOM, policy(bob, carol), "before");
        bob.say(ROOM, policy(bob, carol, alice), "after");
        carol.sync();
        alice.sync();
        assertThat(alice.read(ROOM, before)).isEqualTo(new Decrypted.Waiting(Decrypted.Reason.UNKNOWN_INDEX));
        List<SharedSession> whole = page(carol);
        follow(alice, bob);

        assertThat(take(alice, List.of(spoiled(whole.getFirst()))).unusable()).isEqualTo(1);
        assertThat(alice.read(ROOM, before)).isInstanceOf(Decrypted.Waiting.class);
        KeyBackup.Taken taken = take(alice, whole);
        assertThat(taken.added()).isEqualTo(1);
        assertThat(taken.released()).hasSize(1);
        assertThat(text(alice.read(ROOM, before))).isEqualTo("before");
        assertThat(((Decrypted.Clear) alice.read(ROOM, before)).trust()).isEqualTo(Trust.CROSS_SIGNED);
        assertThat(take(alice, whole).known()).isEqualTo(1);
    }

    @Test
    void theDeviceItselfProvesASessionThatCameFromElsewhere() {
        Person carol = scene.signed(CAROL, "CAROL1");
        ObjectNode before = bob.say(ROOM, policy(bob, carol), "before");
        carol.sync();
        take(alice, page(carol));
        assertThat(((Decrypted.Clear) alice.read(ROOM, before)).trust()).isEqualTo(Trust.UNKNOWN);
        ObjectNode after = bob.say(ROOM, policy(bob, carol, alice), "after");
        alice.sync();
        follow(alice, bob);
        assertThat(((Decrypted.Clear) alice.read(ROOM, after)).trust()).isEqualTo(Trust.CROSS_SIGNED);
        assertThat(text(alice.read(ROOM, before))).isEqualTo("before");
    }

    @Test
    void aProvenKeyReplacesAForgedOne() {
        Person carol = scene.signed(CAROL, "CAROL1");
        ObjectNode event = bob.say(ROOM, policy(bob, carol), "hello");
        carol.sync();
        take(alice, List.of(spoiled(page(carol).getFirst())));
        assertThat(alice.read(ROOM, event)).isEqualTo(new Decrypted.Refused(Decrypted.Reason.BAD_CIPHERTEXT));
        ObjectNode after = bob.say(ROOM, policy(bob, carol, alice), "after");
        alice.sync();
        assertThat(text(alice.read(ROOM, after))).isEqualTo("after");
    }

    @Test
    void refusesSessionsThatAreNotWhatTheyAreCalled() {
        bob.say(ROOM, policy(alice, bob), "hello");
        SharedSession real = page(bob).getFirst();
        assertThat(take(
                                alice,
                                List.of(
                                        new SharedSession(
                                                ROOM, "A".repeat(43), real.senderKey(), real.signingKey(), real.key()),
                                        new SharedSession(
                                                ROOM,
                                                real.sessionId(),
                                                real.senderKey(),
                                                real.signingKey(),
                                                new Secret("AAAA"))))
                        .unusable())
                .isEqualTo(2);
    }

    @Test
    void asksForAMissingKeyAfterThreeSecondsAndThenEverMoreSeldom() {
        start(alice);
        Person carol = scene.signed(CAROL, "CAROL1");
        ObjectNode event = bob.say(ROOM, policy(bob, carol), "hello");
        alice.read(ROOM, event);
        assertThat(missing()).isEmpty();
        assertThat(alice.machine().backupDue())
                .contains(scene.clock.instant().plus(Duration.ofSeconds(3)).truncatedTo(ChronoUnit.MILLIS));
        scene.clock.advance(Duration.ofSeconds(3));
        assertThat(missing()).containsExactly(new Missing(ROOM, session(event)));
        assertThat(missing()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(59));
        assertThat(missing()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(1));
        assertThat(missing()).hasSize(1);
    }

    @Test
    void asksNobodyWithoutThePrivateKey() {
        Person carol = scene.signed(CAROL, "CAROL1");
        alice.read(ROOM, bob.say(ROOM, policy(bob, carol), "hello"));
        scene.clock.advance(Duration.ofSeconds(3));
        assertThat(missing()).isEmpty();
        assertThat(alice.machine().backupDue()).isEmpty();
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

    private static void follow(Person person, Person other) {
        person.machine().step(step -> {
            step.track(Set.of(other.user()));
            return true;
        });
        person.flush();
    }

    private List<Missing> missing() {
        return alice.machine().step(step -> step.backup().missing());
    }

    private static void start(Person person) {
        person.machine().step(step -> {
            step.backup().start();
            return true;
        });
        person.backUp();
    }

    private static BackupReport report(Person person) {
        return person.machine().step(step -> step.backup().report());
    }

    private static BackupKey key(Person person) {
        return person.machine().step(step -> step.backup().key()).orElseThrow();
    }

    private static void take(Person person, BackupKey key) {
        person.machine().step(step -> {
            step.backup().adopt(key);
            return true;
        });
    }

    private static KeyBackup.Taken take(Person person, List<SharedSession> sessions) {
        return person.machine().step(step -> step.backup().take(sessions, Optional.empty()));
    }

    private static boolean adopt(Person person, Map<String, Secret> secrets) {
        return person.machine().step(step -> step.adoptIdentity(secrets));
    }

    private static List<SharedSession> page(Person person) {
        return person.machine().step(step -> step.backup().page(Optional.empty(), 100));
    }

    private ObjectNode kept(Person person, RoomId room) {
        return Json.objectAt(scene.server.backups().rooms(person.user()), room.value());
    }

    /** Takes over all that the server's backup has. */
    private KeyBackup.Taken restore(Person person) {
        BackupKey key = key(person);
        List<SharedSession> sessions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> room :
                scene.server.backups().rooms(person.user()).properties()) {
            for (Map.Entry<String, JsonNode> session : room.getValue().properties()) {
                Secret clear = key.open(Json.objectAt(session.getValue(), "session_data"))
                        .orElseThrow();
                sessions.add(
                        SharedSession.read(new RoomId(room.getKey()), session.getKey(), Json.parseObject(clear.value()))
                                .orElseThrow());
            }
        }
        return person.machine().step(step -> step.backup().take(sessions, Optional.of("1")));
    }

    private static ObjectNode version(BackupKey key) {
        ObjectNode body = Json.object().put("algorithm", BackupKey.ALGORITHM);
        body.putObject("auth_data").put("public_key", key.publicKey().base64());
        return body;
    }

    /** The same session id with another ratchet. */
    private static SharedSession spoiled(SharedSession session) {
        byte[] bytes = UnpaddedBase64.decode(session.key().value());
        bytes[20] ^= 1;
        return new SharedSession(
                session.room(),
                session.sessionId(),
                session.senderKey(),
                session.signingKey(),
                new Secret(UnpaddedBase64.encode(bytes)));
    }
}

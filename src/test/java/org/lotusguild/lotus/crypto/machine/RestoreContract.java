package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.session;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Room keys and an identity from elsewhere; every database must allow it. */
abstract class RestoreContract extends BackupBed {
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
    void anotherSessionUnderTheNameOfOursIsNoCopyOfOurs() {
        start(alice);
        bob.say(ROOM, policy(alice, bob), "hello");
        alice.sync();
        List<SharedSession> ours = page(alice);
        KeyBackup.Taken taken = fetched(List.of(spoiled(ours.getFirst())));
        assertThat(taken.unusable()).isEqualTo(1);
        assertThat(report(alice)).isEqualTo(new BackupReport(State.ON, Optional.of("1"), 0, 1));
        assertThat(fetched(ours).known()).isEqualTo(1);
        assertThat(report(alice)).isEqualTo(new BackupReport(State.ON, Optional.of("1"), 1, 0));
    }

    /** As from Alice's backup. */
    private KeyBackup.Taken fetched(List<SharedSession> sessions) {
        return alice.machine().step(step -> step.backup().take(sessions, Optional.of("1")));
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

    private static void take(Person person, BackupKey key) {
        person.machine().step(step -> {
            step.backup().adopt(key);
            return true;
        });
    }

    private static KeyBackup.Taken take(Person person, List<SharedSession> sessions) {
        return person.machine().step(step -> step.backup().take(sessions, Optional.empty()));
    }

    private static List<SharedSession> page(Person person) {
        return person.machine().step(step -> step.backup().page(Optional.empty(), 100));
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

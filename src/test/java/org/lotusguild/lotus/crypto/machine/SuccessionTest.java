package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.fake.Person;
import tools.jackson.databind.node.ObjectNode;

/** A new device in the place of one that must not be used any more. */
final class SuccessionTest extends SceneBed {
    private Person alice;
    private Person bob;

    @BeforeEach
    void people() {
        alice = scene.signed(ALICE, "ALICE1");
        bob = scene.signed(BOB, "BOB1");
    }

    @Test
    void hasOtherKeysAndIsSignedByTheSameIdentity() {
        String before = alice.machine().fingerprint();
        String master = master();
        Person next = scene.succeed(alice, "ALICE2");
        assertThat(next.machine().fingerprint()).isNotEqualTo(before);
        assertThat(next.machine().starts()).isEqualTo(1);
        next.machine().step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
        next.flush();
        assertThat(next.machine().step(Step::crossSigning)).isEqualTo(CrossSigningStatus.SIGNED);
        assertThat(master()).isEqualTo(master);
    }

    private String master() {
        return scene.server
                .signingKeys(ALICE, "master_key")
                .orElseThrow()
                .path("keys")
                .toString();
    }

    @Test
    void readsWhatTheOldDeviceHadTheKeyOf() {
        ObjectNode event = bob.say(ROOM, policy(alice, bob), "hello");
        alice.sync();
        Person next = scene.succeed(alice, "ALICE2");
        assertThat(MachineScene.text(next.read(ROOM, event))).isEqualTo("hello");
    }

    @Test
    void stillRefusesWhatTheOldDeviceReadUnderAnotherId() {
        ObjectNode event = bob.say(ROOM, policy(alice, bob), "hello");
        alice.sync();
        alice.read(ROOM, event);
        Person next = scene.succeed(alice, "ALICE2");
        ObjectNode again = event.deepCopy().put("event_id", "$again");
        assertThat(next.read(ROOM, again)).isEqualTo(new Decrypted.Refused(Decrypted.Reason.REPLAYED));
    }

    @Test
    void startsItsOwnRoomKeysAnew() {
        String before = MachineScene.session(alice.say(ROOM, policy(alice, bob), "one"));
        Person next = scene.succeed(alice, "ALICE2");
        ObjectNode event = next.say(ROOM, policy(next, bob), "two");
        bob.sync();
        assertThat(MachineScene.session(event)).isNotEqualTo(before);
        assertThat(MachineScene.text(bob.read(ROOM, event))).isEqualTo("two");
    }
}

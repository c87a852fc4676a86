package org.lotusguild.lotus.crypto.machine;

import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;

/** Bob, and somebody of bare primitives who takes his one-time keys. */
abstract class AccountBed extends SceneBed {
    Person bob;
    Forger mallory;

    @BeforeEach
    void begin() {
        bob = scene.person(BOB, "BOB1");
        mallory = new Forger(scene.server, ALICE, new DeviceId("MALLORY"));
    }

    @AfterEach
    void end() {
        mallory.close();
    }

    void take(int keys) {
        for (int i = 0; i < keys; i++) {
            mallory.session(bob).close();
        }
    }
}

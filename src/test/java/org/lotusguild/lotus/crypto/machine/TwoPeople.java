package org.lotusguild.lotus.crypto.machine;

import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;

import org.junit.jupiter.api.BeforeEach;
import org.lotusguild.lotus.crypto.fake.Person;

/** Alice and Bob with a device each, on a fresh database. */
abstract class TwoPeople extends SceneBed {
    Person alice;
    Person bob;

    @BeforeEach
    final void openPeople() {
        alice = scene.person(ALICE, "ALICE1");
        bob = scene.person(BOB, "BOB1");
    }
}

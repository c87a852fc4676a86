package org.lotusguild.lotus.crypto.machine;

import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.store.TestDatabases;

/** Alice and Bob with a device each, on a fresh database. */
abstract class TwoPeople {
    @TempDir
    private Path folder;

    MachineScene scene;
    Person alice;
    Person bob;

    @BeforeEach
    final void openScene() {
        scene = new MachineScene(TestDatabases.sqlite(folder, InstantSource.system(), "crypto"));
        alice = scene.person(ALICE, "ALICE1");
        bob = scene.person(BOB, "BOB1");
    }

    @AfterEach
    final void closeScene() {
        scene.close();
    }
}

package org.lotusguild.lotus.crypto.machine;

import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.store.TestDatabases;

/** Bob, and somebody of bare primitives who takes his one-time keys. */
abstract class AccountBed {
    @TempDir
    Path folder;

    MachineScene scene;
    Person bob;
    Forger mallory;

    @BeforeEach
    void begin() {
        scene = new MachineScene(TestDatabases.sqlite(folder, InstantSource.system(), "crypto"));
        bob = scene.person(BOB, "BOB1");
        mallory = new Forger(scene.server, ALICE, new DeviceId("MALLORY"));
    }

    @AfterEach
    void end() {
        mallory.close();
        scene.close();
    }

    void take(int keys) {
        for (int i = 0; i < keys; i++) {
            mallory.session(bob).close();
        }
    }
}

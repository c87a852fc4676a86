package org.lotusguild.lotus.crypto.machine;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.store.TestDatabases;

/** A scene on a fresh database, still without people. */
abstract class SceneBed {
    @TempDir
    Path folder;

    MachineScene scene;

    @BeforeEach
    final void openScene() {
        scene = new MachineScene(TestDatabases.sqlite(folder, InstantSource.system(), "crypto"));
    }

    @AfterEach
    final void closeScene() {
        scene.close();
    }
}

package org.lotusguild.lotus.crypto.machine;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

/** The contract once more, with a new start of the process between any two calls. */
final class RestartingMachineTest extends MachineContract {
    @TempDir
    private Path folder;

    @Override
    Database database() {
        return TestDatabases.sqlite(folder, InstantSource.system(), "crypto");
    }

    @BeforeEach
    void restart() {
        scene.restartBeforeEachStep();
    }
}

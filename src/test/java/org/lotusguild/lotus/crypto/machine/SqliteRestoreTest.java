package org.lotusguild.lotus.crypto.machine;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

final class SqliteRestoreTest extends RestoreContract {
    @TempDir
    private Path folder;

    @Override
    Database database() {
        return TestDatabases.sqlite(folder, InstantSource.system(), "crypto");
    }
}

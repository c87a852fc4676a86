package org.lotusguild.lotus.crypto.machine;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

final class SqliteBackupTest extends BackupContract {
    @TempDir
    private Path folder;

    @Override
    Database database() {
        return TestDatabases.sqlite(folder, InstantSource.system(), "crypto");
    }
}

package org.lotusguild.lotus.crypto.machine;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.PostgresServer;
import org.lotusguild.lotus.store.TestDatabases;

/** The contract on a real PostgreSQL. */
final class PostgresRestoreTest extends RestoreContract {
    @TempDir
    private Path folder;

    @Override
    Database database() {
        PostgresServer.Place place = PostgresServer.running().freshDatabase();
        return TestDatabases.open(place.url(), folder, Optional.of(place.password()), InstantSource.system(), "crypto");
    }
}

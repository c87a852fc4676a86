package org.lotusguild.lotus.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.lotusguild.lotus.base.Secret;

/** Fresh real databases for tests. */
public final class TestDatabases {
    private TestDatabases() {}

    /** A SQLite file {@code lotus.db} in the folder (a {@code @TempDir}), made anew or opened again. */
    public static Database sqlite(Path folder, InstantSource clock, String... rooms) {
        return open("sqlite:lotus.db", folder, Optional.empty(), clock, rooms);
    }

    public static Database open(
            String url, Path home, Optional<Secret> password, InstantSource clock, String... rooms) {
        return Databases.open(new StoreSettings(url, home, password, List.of(rooms)), clock, new Random());
    }
}

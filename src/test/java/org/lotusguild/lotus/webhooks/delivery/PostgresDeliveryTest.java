package org.lotusguild.lotus.webhooks.delivery;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.PostgresServer;
import org.lotusguild.lotus.store.TestDatabases;

class PostgresDeliveryTest extends DeliveryContract {
    @TempDir
    private Path folder;

    @Override
    Database open(TestClock clock) {
        PostgresServer.Place place = PostgresServer.running().freshDatabase();
        return TestDatabases.open(place.url(), folder, Optional.of(place.password()), clock, "webhooks");
    }
}

package org.lotusguild.lotus.store;

import java.util.Optional;

/** The contract of statements on a real PostgreSQL. */
final class PostgresStatementsTest extends StatementContract {
    private final PostgresServer.Place place = PostgresServer.running().freshDatabase();

    @Override
    Database open() {
        return TestDatabases.open(place.url(), folder, Optional.of(place.password()), clock, "contract");
    }
}

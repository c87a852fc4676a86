package org.lotusguild.lotus.store;

import java.util.Optional;

/** The contract of transactions on a real PostgreSQL. */
final class PostgresTransactionsTest extends TransactionContract {
    private final PostgresServer.Place place = PostgresServer.running().freshDatabase();

    @Override
    Database open() {
        return TestDatabases.open(place.url(), folder, Optional.of(place.password()), clock, "contract");
    }
}

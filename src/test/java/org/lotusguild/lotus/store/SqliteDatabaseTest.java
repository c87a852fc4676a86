package org.lotusguild.lotus.store;

/** The contract on a SQLite file, and what only SQLite has. */
final class SqliteDatabaseTest extends StoreContract {

    @Override
    Database open() {
        return TestDatabases.sqlite(folder, clock, "contract");
    }
}

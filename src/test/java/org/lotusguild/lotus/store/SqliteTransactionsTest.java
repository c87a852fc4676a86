package org.lotusguild.lotus.store;

/** The contract of transactions on a SQLite file. */
final class SqliteTransactionsTest extends TransactionContract {
    @Override
    Database open() {
        return TestDatabases.sqlite(folder, clock, "contract");
    }
}

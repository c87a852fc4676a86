package org.lotusguild.lotus.store;

/** The contract of statements on a SQLite file. */
final class SqliteStatementsTest extends StatementContract {
    @Override
    Database open() {
        return TestDatabases.sqlite(folder, clock, "contract");
    }
}

package org.lotusguild.lotus.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What differs between SQLite and PostgreSQL. */
interface Engine extends AutoCloseable {

    /** A connection for one transaction, in auto-commit mode. Waits; {@code BUSY} in the end. */
    Connection take(boolean writing);

    /**
     * Begins a transaction.
     *
     * @param writing if not, all its statements see the same state
     * @param durable whether its commit waits for the disk
     */
    void begin(Connection connection, boolean writing, boolean durable) throws SQLException;

    /** @param sound whether the connection may be used again */
    void giveBack(Connection connection, boolean writing, boolean sound);

    /** The statement without values; {@link #done} must follow. */
    PreparedStatement prepare(Connection connection, Sql sql) throws SQLException;

    /** @param sound whether the statement did what it should; what goes wrong here is of no consequence */
    void done(Connection connection, Sql sql, PreparedStatement statement, boolean sound);

    /** Keeps other processes from migrating at the same time, until the end of the transaction. */
    void beginMigration(Tx tx);

    /** Puts lease rows right that cannot be true any more. */
    void clearLeases(Tx tx);

    /** The name of the column type for bytes. */
    String binaryType();

    /** The time that all processes on this database agree on, in milliseconds since the epoch. */
    long now(Tx tx);

    StoreException.Kind kindOf(SQLException failure);

    /** Where the data lies, for people who look for space. */
    String place();

    @Override
    void close();
}

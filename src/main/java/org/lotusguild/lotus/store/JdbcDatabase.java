package org.lotusguild.lotus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.lotusguild.lotus.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions over the connections of one engine. */
final class JdbcDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDatabase.class);
    private final Engine engine;
    private final LeaseStore leases;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    JdbcDatabase(Engine engine, RandomGenerator random) {
        this.engine = engine;
        this.leases = new LeaseStore(this, engine, Long.toHexString(random.nextLong()));
    }

    void migrate(List<String> rooms, InstantSource clock) {
        run(tx -> {
            engine.beginMigration(tx);
            new Migrations((JdbcTx) tx, engine.binaryType(), clock).run(rooms);
            engine.clearLeases(tx);
        });
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> body) {
        return transaction(body, true);
    }

    @Override
    public <T> T read(Function<Tx, T> body) {
        return transaction(body, false);
    }

    private <T> T transaction(Function<Tx, T> body, boolean writing) {
        if (inside.get()) {
            throw new StoreException(Kind.BROKEN, "a transaction inside a transaction: pass the Tx on", null);
        }
        if (closed.get()) {
            throw new StoreException(Kind.BROKEN, "the database is closed", null);
        }
        // A socket of an interrupted virtual thread is closed under it: the interrupt waits until the rows are saved.
        boolean interrupted = Thread.interrupted();
        inside.set(true);
        try {
            return borrowed(body, writing);
        } finally {
            inside.remove();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T borrowed(Function<Tx, T> body, boolean writing) {
        Connection connection = engine.take(writing);
        JdbcTx tx = new JdbcTx(jdbi(connection), engine);
        T result;
        try {
            begin(connection);
            result = body.apply(tx);
            tx.requireSound();
            commit(connection);
        } catch (Throwable e) {
            engine.giveBack(connection, writing, rollback(connection));
            inside.remove();
            tx.rolledBack();
            throw e;
        }
        engine.giveBack(connection, writing, true);
        inside.remove();
        tx.committed();
        return result;
    }

    /** JDBI would put the values of the parameters into its exceptions, and some are secrets. */
    private static org.jdbi.v3.core.Handle jdbi(Connection connection) {
        Jdbi jdbi = Jdbi.create(connection);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi.open();
    }

    private void begin(Connection connection) {
        attempt("begin", () -> connection.setAutoCommit(false));
    }

    /** By JDBC's rule, the change of mode commits; SQLite's driver would else begin the next transaction at once. */
    private void commit(Connection connection) {
        attempt("commit", () -> connection.setAutoCommit(true));
    }

    private boolean rollback(Connection connection) {
        try {
            if (connection.getAutoCommit()) {
                return false;
            }
            connection.rollback();
            connection.setAutoCommit(true);
            return true;
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("the connection is lost, and with it the transaction");
            return false;
        }
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private void attempt(String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (SQLException e) {
            throw new StoreException(engine.kindOf(e), "the database could not " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            engine.close();
        }
    }
}

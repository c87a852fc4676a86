package org.lotusguild.lotus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions over the connections of one engine. */
final class JdbcDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDatabase.class);
    private final Engine engine;
    private final LeaseStore leases;
    private final FullDisk disk;
    /** Statements are texts of the program, so they are few. */
    private final Map<String, Sql> texts = new ConcurrentHashMap<>();

    private final AtomicBoolean closed = new AtomicBoolean();
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    JdbcDatabase(Engine engine, InstantSource clock, RandomGenerator random) {
        this.engine = engine;
        this.disk = new FullDisk(engine.place(), clock);
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
        return transaction(body, Mode.DURABLE);
    }

    @Override
    public <T> T relaxed(Function<Tx, T> body) {
        return transaction(body, Mode.RELAXED);
    }

    @Override
    public <T> T read(Function<Tx, T> body) {
        return transaction(body, Mode.READING);
    }

    private <T> T transaction(Function<Tx, T> body, Mode mode) {
        if (inside.get()) {
            throw new StoreException(Kind.BROKEN, "a transaction inside a transaction: pass the Tx on", null);
        }
        if (closed.get()) {
            throw new StoreException(Kind.BROKEN, "the database is closed", null);
        }
        // A socket of an interrupted virtual thread is closed under it: the interrupt waits until the rows are saved.
        boolean interrupted = Thread.interrupted();
        inside.set(true);
        Outcome<T> outcome;
        try {
            outcome = outcome(body, mode);
        } finally {
            inside.remove();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return outcome.settle();
    }

    private <T> Outcome<T> outcome(Function<Tx, T> body, Mode mode) {
        boolean writing = mode != Mode.READING;
        Connection connection = engine.take(writing);
        boolean interrupted = Thread.interrupted(); // while it waited for its turn
        JdbcTx tx =
                new JdbcTx(connection, engine, text -> texts.computeIfAbsent(text, Sql::parse), mode == Mode.DURABLE);
        boolean sound = false;
        try {
            begin(connection, mode);
            T result = body.apply(tx);
            tx.requireSound();
            commit(connection);
            if (writing) {
                disk.committed();
            }
            sound = true;
            return new Committed<>(tx, result);
        } catch (Throwable e) {
            disk.failed(e);
            sound = rollback(connection);
            return new RolledBack<>(tx, e);
        } finally {
            engine.giveBack(connection, writing, sound);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private enum Mode {
        READING,
        RELAXED,
        DURABLE
    }

    /** How a transaction ended, with what is still to be done on its thread. */
    private sealed interface Outcome<T> {
        T settle();
    }

    private record Committed<T>(JdbcTx tx, T result) implements Outcome<T> {
        @Override
        public T settle() {
            tx.committed();
            return result;
        }
    }

    private record RolledBack<T>(JdbcTx tx, Throwable failure) implements Outcome<T> {
        @Override
        public T settle() {
            tx.rolledBack();
            switch (failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                // Kotlin's code throws them past the compiler.
                default -> throw new IllegalStateException("the body of a transaction failed", failure);
            }
        }
    }

    private void begin(Connection connection, Mode mode) {
        attempt("begin", () -> engine.begin(connection, mode != Mode.READING, mode != Mode.RELAXED));
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

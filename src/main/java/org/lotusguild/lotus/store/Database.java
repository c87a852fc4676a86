package org.lotusguild.lotus.store;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one door to the database, SQLite or PostgreSQL. Writers on SQLite are served one after another.
 * A transaction inside a transaction of the same thread is refused: pass the {@link Tx} on.
 */
public interface Database extends AutoCloseable {

    /** Runs the lambda in one transaction: commits when it returns, rolls back when it throws, and rethrows. */
    <T> T inTransaction(Function<Tx, T> body);

    /** As {@link #inTransaction}, for effects only. */
    default void run(Consumer<Tx> body) {
        inTransaction(tx -> {
            body.accept(tx);
            return true;
        });
    }

    /** A read without the writers' queue. */
    <T> T read(Function<Tx, T> body);

    Leases leases();

    @Override
    void close();
}

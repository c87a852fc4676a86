package org.lotusguild.lotus.store;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one door to the database, SQLite or PostgreSQL. Writers on SQLite are served one after another, first come first
 * served; on PostgreSQL their isolation is read-committed, so that work of which there must be one begins with
 * {@link Leases#require}. A transaction inside a transaction of the same thread is refused: pass the {@link Tx} on.
 *
 * <p>Every wait has a limit ({@code BUSY}). A transaction begins and ends also on a thread that was asked to stop: the
 * interrupt is kept for afterwards, so that work can be saved on the way out.
 */
public interface Database extends AutoCloseable {

    /**
     * Runs the lambda in one transaction: commits when it returns, rolls back when it throws, and rethrows.
     *
     * @throws StoreException if the database could not do it; nothing was written then, unless the connection to PostgreSQL
     *     broke during the commit itself
     */
    <T> T inTransaction(Function<Tx, T> body);

    /** As {@link #inTransaction}, for effects only. */
    default void run(Consumer<Tx> body) {
        inTransaction(tx -> {
            body.accept(tx);
            return true;
        });
    }

    /**
     * As {@link #inTransaction}, but the commit does not wait for the disk. The end of this process takes nothing back; the
     * end of the whole machine may, unless an {@link #inTransaction} wrote something since: that brings what was committed before it
     * to the disk as well. So it is for work that comes again by itself, and of which nothing has left the machine.
     */
    default <T> T relaxed(Function<Tx, T> body) {
        return inTransaction(body);
    }

    /** A read of one consistent state without the writers' queue; a write in it is refused. */
    <T> T read(Function<Tx, T> body);

    Leases leases();

    @Override
    void close();
}

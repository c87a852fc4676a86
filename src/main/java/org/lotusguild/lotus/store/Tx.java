package org.lotusguild.lotus.store;

import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * One transaction, handed to the lambda of {@link Database#inTransaction}; not usable after it. Not for several threads. A
 * statement that failed spoils the whole transaction, also if the exception is caught: it is rolled back.
 */
public interface Tx {

    /** A statement with named parameters ({@code :name}). Both databases must understand it. */
    Statement sql(String text);

    /**
     * Runs one insert, update or delete once for each of the rows, sent together where the database can. Nothing happens if there are none.
     *
     * @param binding binds the values of one row
     * @return the number of rows changed
     */
    default <T> int batch(String text, Collection<T> rows, BiConsumer<Bindings, T> binding) {
        int changed = 0;
        for (T row : rows) {
            Statement statement = sql(text);
            binding.accept(statement, row);
            changed += statement.update();
        }
        return changed;
    }

    /**
     * Runs after the commit, on the same thread, in order of registration; never after a roll-back. What it throws is logged
     * and does not reach the caller, for whom the transaction has happened.
     */
    void afterCommit(Runnable effect);

    /** Runs after a roll-back, whatever its reason. */
    void afterRollback(Runnable effect);

    /** Whether the commit brings it to the disk, as of {@link Database#inTransaction}; false also where nobody knows. */
    default boolean waitsForDisk() {
        return false;
    }
}

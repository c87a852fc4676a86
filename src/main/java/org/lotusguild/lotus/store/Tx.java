package org.lotusguild.lotus.store;

/** One transaction, handed to the lambda of {@link Database#inTransaction}; not usable after it. Not for several threads. */
public interface Tx {

    /** A statement with named parameters ({@code :name}). Both databases must understand it. */
    Statement sql(String text);

    /** Runs after the commit, on the same thread, in order of registration; never after a roll-back. */
    void afterCommit(Runnable effect);

    /** Runs after a roll-back, whatever its reason. */
    void afterRollback(Runnable effect);
}

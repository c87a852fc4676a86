package org.lotusguild.lotus.matrix.sync;

/** What an account does after each committed answer of sync, on the thread of sync. */
@FunctionalInterface
public interface AfterAnswer {
    void run() throws InterruptedException;
}

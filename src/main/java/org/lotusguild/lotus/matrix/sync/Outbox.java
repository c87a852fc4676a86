package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;

/** What the account has to send. */
@FunctionalInterface
public interface Outbox {
    /** Waits until nothing is on its way any more, at most so long. */
    void awaitEmpty(Duration limit) throws InterruptedException;

    /** Waits until no room is being made any more, at most so long. */
    default void awaitRooms(Duration limit) throws InterruptedException {}
}

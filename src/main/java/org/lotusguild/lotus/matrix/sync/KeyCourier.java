package org.lotusguild.lotus.matrix.sync;

/** Sends the requests that the crypto machine has stored, and tells it the answers. */
@FunctionalInterface
public interface KeyCourier {
    void flush() throws InterruptedException;
}

package org.lotusguild.lotus.matrix;

/** The send queue of a room or an account is at its bound. */
public final class QueueFull extends RuntimeException {
    public QueueFull(String message) {
        super(message);
    }
}

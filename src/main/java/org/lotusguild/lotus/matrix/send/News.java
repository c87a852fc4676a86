package org.lotusguild.lotus.matrix.send;

/** Makes sure that what is known of rooms and devices is not too old to encrypt by. */
@FunctionalInterface
public interface News {
    /** False if the homeserver does not tell now. */
    boolean fresh() throws InterruptedException;
}

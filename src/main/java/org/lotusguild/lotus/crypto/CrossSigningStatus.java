package org.lotusguild.lotus.crypto;

/** Where the account's own identity stands. */
public enum CrossSigningStatus {
    /** Nothing made yet. */
    ABSENT,
    /** Keys are made and stored; uploads are under way. */
    PENDING,
    /** The server shows our keys and our device is signed. */
    SIGNED,
    /** The server has an identity that is not ours: never replaced silently. */
    FOREIGN
}

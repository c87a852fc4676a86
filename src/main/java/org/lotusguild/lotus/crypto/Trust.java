package org.lotusguild.lotus.crypto;

/** How much is known about the device that sent a message. Clear events have {@code CLEAR}. */
public enum Trust {
    /** The sender's identity was verified by us and signed the device. */
    VERIFIED,
    /** The device is signed by its owner. */
    CROSS_SIGNED,
    /** A known device without its owner's signature. */
    UNSIGNED,
    /** The device is not (or no longer) known: its owner is not followed yet, or the list is not queried yet. */
    UNKNOWN,
    /** The session belongs to another user than the event's sender. */
    MISMATCHED_SENDER,
    /** The event was not encrypted. */
    CLEAR;

    public boolean crossSignedOrBetter() {
        return this == VERIFIED || this == CROSS_SIGNED;
    }
}

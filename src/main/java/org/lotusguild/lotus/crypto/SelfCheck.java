package org.lotusguild.lotus.crypto;

/** What the server shows of our own device, against what the store holds. Anything but {@code OK} stops the account. */
public enum SelfCheck {
    OK,
    /** Our device is not on the server, though its keys were uploaded. */
    DEVICE_MISSING,
    /** The server has other identity keys for our device. */
    KEYS_DIFFER
}

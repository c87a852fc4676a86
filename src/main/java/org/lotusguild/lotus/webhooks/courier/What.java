package org.lotusguild.lotus.webhooks.courier;

/** What a part of a delivery is in a room. */
enum What {
    MESSAGE,
    EDIT,
    REPLY,
    REDACTION,
    /** The room was told nothing, and was asked. */
    NOTHING,
    /** A long part of the message, in its thread. */
    FILE,
    PICTURE
}

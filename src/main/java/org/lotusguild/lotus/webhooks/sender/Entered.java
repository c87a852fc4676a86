package org.lotusguild.lotus.webhooks.sender;

/** Whether a sender is in a room. */
public sealed interface Entered {
    record Inside() implements Entered {}

    /** @param why as the homeserver said */
    record Refused(String why) implements Entered {}
}

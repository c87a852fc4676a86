package org.lotusguild.lotus.webhooks.notice;

/** What an event does to the message that stands for the same thing. */
public enum Transition {
    OPEN,
    UPDATE,
    CLOSE,
    /** Goes into the thread of that message and leaves it as it is. */
    THREAD,
    REDACT
}

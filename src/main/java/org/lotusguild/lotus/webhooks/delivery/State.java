package org.lotusguild.lotus.webhooks.delivery;

/** Where a delivery is. */
public enum State {
    PENDING,
    /** Its messages are in the send queues. */
    SENDING,
    SENT,
    /** The hook does not want it in any room. */
    FILTERED,
    /** Waits for the end of quiet hours. */
    HELD,
    RETRY,
    DEAD
}

package org.lotusguild.lotus.webhooks.hook;

/** What becomes of the message when its thing changes or ends. */
public enum Lifecycle {
    EDIT_THREAD,
    EDIT,
    THREAD,
    OFF
}

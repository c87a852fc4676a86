package org.lotusguild.lotus.matrix.sync;

/** When an account asks the homeserver for news. */
public enum Pace {
    /** Always: the homeserver holds the request until there is some. */
    LISTENING,
    /**
     * For accounts that only write: before a message, if the last answer is older than a minute, and once an hour, so that
     * no key is missed. Their listener hears nothing.
     */
    WRITING
}

package org.lotusguild.lotus.stack.trial;

/** Where the trial's homeserver stands. */
public enum SynapseState {
    STOPPED,
    STARTING,
    RUNNING,
    /** It ended by itself and is being started again. */
    DOWN
}

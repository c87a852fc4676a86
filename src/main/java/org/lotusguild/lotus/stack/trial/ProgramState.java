package org.lotusguild.lotus.stack.trial;

/** Where a program of the trial stands. */
public enum ProgramState {
    STOPPED,
    STARTING,
    RUNNING,
    /** It ended by itself and is being started again. */
    DOWN
}

package org.lotusguild.lotus.bot;

/** What came of a message that was meant as a command, for the figures. */
public enum CommandOutcome {
    ANSWERED,
    /** An expected no: wrong words, a cooldown, a backend that is down. */
    REFUSED,
    /** No such name, and the caller was told. */
    UNKNOWN,
    /** Beyond a limit, or an unknown name that nobody was told about. */
    IGNORED
}

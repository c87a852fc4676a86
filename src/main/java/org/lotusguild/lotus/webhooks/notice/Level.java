package org.lotusguild.lotus.webhooks.notice;

/** How bad it is, the worst first. */
public enum Level {
    CRITICAL,
    ERROR,
    WARNING,
    OK,
    INFO,
    NEUTRAL
}

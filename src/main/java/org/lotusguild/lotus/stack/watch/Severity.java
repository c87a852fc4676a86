package org.lotusguild.lotus.stack.watch;

import java.util.Locale;

/** How an alert is meant: the label {@code severity}. */
public enum Severity {
    /** Members notice now, or data is at risk. */
    CRITICAL,
    /** Somebody must look today. */
    WARNING,
    /** Somebody should know. */
    INFO;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

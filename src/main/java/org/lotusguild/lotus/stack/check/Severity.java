package org.lotusguild.lotus.stack.check;

import java.util.Locale;

/** How bad it is, worst first. */
public enum Severity {
    /** A door is open, data is at risk, or the program refuses to start. */
    CRITICAL,
    /** A protection or function that is believed to work does not. */
    HIGH,
    /** Degraded or fragile. */
    MEDIUM,
    /** Hygiene. */
    LOW,
    /** Advice. */
    INFO;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}

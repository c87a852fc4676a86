package org.lotusguild.lotus.webhooks.service;

/** @param how the way it was found out, to be counted */
public record Detected(Service service, How how) {

    /** How a payload's service was found out. */
    public enum How {
        /** The hook says so, and it fits. */
        CONFIGURED,
        /** By what the payload holds. */
        KEYS,
        /** Not at all: it is shown as a card or as text. */
        CARD,
        /** The hook says otherwise. */
        MISMATCH
    }
}

package org.lotusguild.lotus.stack.watch;

import java.util.Locale;

/** Whose figures are read: the label {@code job} of everything that Prometheus stores. */
public enum Job {
    SYNAPSE,
    LOTUS,
    LIVEKIT,
    /** The exporter of the database (Debian package {@code prometheus-postgres-exporter}). */
    POSTGRES,
    /** The exporter of the hosts (Debian package {@code prometheus-node-exporter}). */
    NODE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

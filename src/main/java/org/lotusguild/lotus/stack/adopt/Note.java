package org.lotusguild.lotus.stack.adopt;

import org.lotusguild.lotus.stack.facts.Where;

/**
 * What became of one setting.
 *
 * @param what the setting, or the key of {@code lotus.yaml} that was added; never a secret's value
 * @param word what it is called in {@code lotus.yaml} now, or why it is not there
 * @param findings ids of the audit that speak against it; empty if none does
 */
public record Note(Kind kind, Where where, String what, String word, String findings) {

    /** What became of it. */
    public enum Kind {
        /** It has a key in {@code lotus.yaml}, or lies in the folder of secrets. */
        TAKEN,
        /** It goes into the program's file as it stands, by {@code extra}. */
        KEPT,
        /** It is not there. */
        LEFT,
        /** Nothing said it, but the plan needs it: to be looked at. */
        ADDED,
        /** A file that Lotus neither writes nor replaces. */
        APART
    }

    /** Whether it speaks of this place or of one around it. */
    boolean covers(Where place) {
        String path = where.path();
        boolean same = place.path().equals(path) && where.line() == place.line();
        boolean around = place.path().startsWith(path + ".") || place.path().startsWith(path + "[");
        return where.file().equals(place.file()) && (same || around);
    }

    /** {@code synapse/homeserver.yaml:39}; without a line where none is meant. */
    public String place() {
        return where.line() > 0 ? where.file() + ":" + where.line() : where.file();
    }
}

package org.lotusguild.lotus.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that never shows itself: not in logs, not in a dump of the configuration, not in an exception. */
public record Secret(String value) {

    /** Compares in constant time, so that a token cannot be guessed by how long the answer takes. */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}

package org.lotusguild.lotus.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The source of a script. One that {@link Sandbox#compile} has not seen may be run too; then its mistakes show there. */
public record Script(String source) implements Compiled {
    /** The largest script, in bytes of UTF-8. */
    public static final int MOST_BYTES = 64 << 10;

    /** SHA-256 of the source, in hex: the same script has the same, whoever asks. */
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    byte[] utf8() {
        return source.getBytes(StandardCharsets.UTF_8);
    }

    /** Scripts may hold names and addresses: they are not for logs. */
    @Override
    public String toString() {
        return "Script[" + source.length() + " signs]";
    }
}

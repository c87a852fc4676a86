package org.lotusguild.lotus.stack.certs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a certificate or of a public key, as {@code openssl x509 -fingerprint -sha256} shows it. */
public record Fingerprint(String text) {
    private static final HexFormat FORM = HexFormat.ofDelimiter(":").withUpperCase();
    private static final int SHORT = 23;

    static Fingerprint of(byte[] der) {
        try {
            return new Fingerprint(
                    FORM.formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Its first eight bytes, for people. */
    @Override
    public String toString() {
        return text.substring(0, Math.min(SHORT, text.length())) + "…";
    }
}

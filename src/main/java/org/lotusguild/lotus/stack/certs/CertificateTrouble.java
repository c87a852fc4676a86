package org.lotusguild.lotus.stack.certs;

/** A certificate cannot be used or brought to its place: a sentence without its full stop. The old one stays. */
public final class CertificateTrouble extends RuntimeException {
    private final String remedy;

    CertificateTrouble(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    CertificateTrouble(String message, String remedy, Exception cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** A sentence without its full stop. */
    public String remedy() {
        return remedy;
    }
}

package org.lotusguild.lotus.webhooks.intake;

/** A body cannot be read. Thrown within the decoder, answered by the routes; the message holds nothing of the body. */
final class Undecodable extends RuntimeException {
    private final int status;

    private Undecodable(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static Undecodable malformed(String message) {
        return new Undecodable(400, message);
    }

    static Undecodable tooLarge() {
        return new Undecodable(413, "The unpacked body is too large");
    }

    static Undecodable unsupported(String message) {
        return new Undecodable(415, message);
    }

    /** 400, 413 or 415. */
    int status() {
        return status;
    }
}

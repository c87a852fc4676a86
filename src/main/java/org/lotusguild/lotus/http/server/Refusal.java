package org.lotusguild.lotus.http.server;

/**
 * The request itself cannot be worked on. Thrown where it is read, answered by {@link ErrorTable}, or by a handler that has words of
 * its own for it.
 */
public final class Refusal extends RuntimeException {
    private final int status;
    private final String errcode;
    private final boolean hangUp;

    private Refusal(int status, String errcode, String message, boolean hangUp) {
        super(message, null, false, false);
        this.status = status;
        this.errcode = errcode;
        this.hangUp = hangUp;
    }

    static Refusal tooLarge(long cap) {
        return new Refusal(413, "M_TOO_LARGE", "the body is longer than " + cap + " bytes", true);
    }

    static Refusal bad(String message) {
        return new Refusal(400, "M_UNKNOWN", message, false);
    }

    /** Where the next request begins on this connection nobody knows. */
    static Refusal broken(String message) {
        return new Refusal(400, "M_UNKNOWN", message, true);
    }

    public int status() {
        return status;
    }

    Response response() {
        Response response = Response.error(status, errcode, String.valueOf(getMessage()));
        return hangUp ? response.header("Connection", "close") : response;
    }
}

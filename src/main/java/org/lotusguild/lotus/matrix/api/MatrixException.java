package org.lotusguild.lotus.matrix.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The homeserver said no. Decide by {@link #errcode} first, {@link #status} second.
 *
 * <p>An answer that is no JSON (a proxy's page) has the errcode {@code ""}.
 */
public final class MatrixException extends RuntimeException {
    private final int status;
    private final String errcode;
    private final Optional<Duration> retryAfter;

    public MatrixException(int status, String errcode, String error, Optional<Duration> retryAfter) {
        super(status + " " + errcode + ": " + error);
        this.status = status;
        this.errcode = errcode;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    public String errcode() {
        return errcode;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}

package org.lotusguild.lotus.matrix.api;

import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The homeserver said no. Decide by {@link #errcode} first, {@link #status} second.
 *
 * <p>An answer that is no JSON (a proxy's page) has the errcode {@code ""} and an empty body.
 */
public final class MatrixException extends RuntimeException {
    private static final int TOO_LARGE = 413;

    private final int status;
    private final String errcode;
    private final Optional<Duration> retryAfter;
    private final transient ObjectNode body;

    public MatrixException(int status, String errcode, String error, Optional<Duration> retryAfter, ObjectNode body) {
        super(status + " " + errcode + ": " + error);
        this.status = status;
        this.errcode = errcode;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    public MatrixException(int status, String errcode, String error, Optional<Duration> retryAfter) {
        this(status, errcode, error, retryAfter, Json.object());
    }

    public int status() {
        return status;
    }

    public String errcode() {
        return errcode;
    }

    /** How long the homeserver asks us to wait: the larger of {@code Retry-After} and {@code retry_after_ms}; never zero. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The whole answer: {@code flows} and {@code session} of user-interactive authentication are here. */
    public ObjectNode body() {
        return body;
    }

    /** The token is good for nothing any more: the account stops. */
    public boolean unknownToken() {
        return errcode.equals("M_UNKNOWN_TOKEN") || errcode.equals("M_MISSING_TOKEN");
    }

    /**
     * A proxy's page, which knows nothing of rooms and keys: the homeserver itself has not spoken, and may do so later. What is too
     * large for the proxy stays so.
     */
    public boolean byAProxy() {
        return errcode.isEmpty() && !wantsAuthentication() && status != TOO_LARGE;
    }

    /** Too many requests: it may be repeated, after {@link #retryAfter}. */
    public boolean limited() {
        return errcode.equals("M_LIMIT_EXCEEDED") || status == 429;
    }

    /** The server or a proxy before it is unwell: what may be repeated is worth repeating. */
    public boolean unwell() {
        return status == 500 || status == 502 || status == 503 || status == 504;
    }

    /** The server asks for user-interactive authentication. */
    public boolean wantsAuthentication() {
        return status == 401 && body.path("flows").isArray();
    }
}

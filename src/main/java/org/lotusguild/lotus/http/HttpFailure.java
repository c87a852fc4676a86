package org.lotusguild.lotus.http;

import org.jspecify.annotations.Nullable;

/** No (whole) answer came. */
public final class HttpFailure extends RuntimeException {

    public enum Kind {
        /** No connection: refused, unknown host, TLS. The server has seen nothing. */
        CONNECT,
        /** No whole answer in time. The server may have acted. */
        TIMEOUT,
        /** The connection broke in mid-exchange. The server may have acted. */
        BROKEN,
        /** The answer is longer than the cap of the call. */
        TOO_LARGE,
        /** The address guard refused the address. */
        ADDRESS,
        /** This thread was asked to stop. */
        INTERRUPTED
    }

    private final Kind kind;

    public HttpFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

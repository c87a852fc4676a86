package org.lotusguild.lotus.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One outgoing request.
 *
 * @param timeout for the whole exchange until the last byte
 * @param answerCap bytes of the answer that are read at most; a longer one is {@link HttpFailure.Kind#TOO_LARGE}
 */
public record HttpCall(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<HttpBody> body,
        Duration timeout,
        long answerCap) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final long DEFAULT_CAP = 32L << 20;

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    public static HttpCall of(String method, URI uri) {
        return new HttpCall(method, uri, Map.of(), Optional.empty(), DEFAULT_TIMEOUT, DEFAULT_CAP);
    }

    public HttpCall header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, uri, more, body, timeout, answerCap);
    }

    public HttpCall body(HttpBody content) {
        return new HttpCall(method, uri, headers, Optional.of(content), timeout, answerCap);
    }

    public HttpCall timeout(Duration limit) {
        return new HttpCall(method, uri, headers, body, limit, answerCap);
    }

    public HttpCall answerCap(long bytes) {
        return new HttpCall(method, uri, headers, body, timeout, bytes);
    }

    /** Without the headers (they hold tokens) and without the query (it may). */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath();
    }
}

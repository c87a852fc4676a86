package org.lotusguild.lotus.http.server;

import java.time.Duration;

/**
 * What one listener bears.
 *
 * @param bodyBytes of one request, whatever a route allows
 * @param headerBytes of one request
 * @param request for the head of a request to come in, the same again for its body, and between two requests of a connection
 * @param concurrent requests at work at a time; one more is answered with 503 at once
 * @param connections at a time; more wait in the backlog of the operating system
 * @param stop for the requests at work to end when the server stops
 */
public record Limits(int bodyBytes, int headerBytes, Duration request, int concurrent, int connections, Duration stop) {

    public static Limits usual() {
        return new Limits(8 << 20, 16 << 10, Duration.ofSeconds(30), 256, 2_000, Duration.ofSeconds(5));
    }

    /** The same for bodies up to this size, where that is more. */
    public Limits atLeast(int body) {
        return new Limits(Math.max(bodyBytes, body), headerBytes, request, concurrent, connections, stop);
    }
}

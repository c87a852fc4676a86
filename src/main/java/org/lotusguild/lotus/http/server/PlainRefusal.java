package org.lotusguild.lotus.http.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

/** Requests that are no HTTP, or too large for it, never reach a route. */
final class PlainRefusal implements DirectHandler {

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        Response response = Response.error(status.code(), "M_UNKNOWN", status.reasonPhrase());
        headers.set(HeaderNames.CONTENT_TYPE, "application/json");
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(response.body())
                .build();
    }
}

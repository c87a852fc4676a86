package org.lotusguild.lotus.http.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the internal listener always answers; {@code /control/*} is added to it. */
public final class InternalRoutes {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private InternalRoutes() {}

    /**
     * @param metrics in Prometheus' text form
     * @param waitingFor what is not ready yet, in words; nothing = ready
     */
    public static Routes of(Supplier<String> metrics, Supplier<List<String>> waitingFor) {
        return new Routes()
                .on(
                        "GET",
                        "/metrics",
                        request -> Response.of(200, PROMETHEUS, metrics.get().getBytes(StandardCharsets.UTF_8)))
                .on("GET", "/health/live", request -> Response.json(200, Map.of("status", "live")))
                .on("GET", "/health/ready", request -> ready(waitingFor.get()));
    }

    private static Response ready(List<String> waitingFor) {
        return waitingFor.isEmpty()
                ? Response.json(200, Map.of("status", "ready"))
                : Response.json(503, Map.of("status", "not ready", "waiting_for", waitingFor));
    }
}

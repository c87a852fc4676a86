package org.lotusguild.lotus.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Between the library and the routes: its request to ours, our answer to its. */
final class Front implements Handler {
    private final Limits limits;
    private final SlowSenders slow;
    private final Proxies proxies;
    private final Routes routes;
    private final ErrorTable errors;
    private final Semaphore places;

    Front(Limits limits, SlowSenders slow, Proxies proxies, Routes routes, ErrorTable errors) {
        this.slow = slow;
        this.limits = limits;
        this.proxies = proxies;
        this.routes = routes;
        this.errors = errors;
        this.places = new Semaphore(limits.concurrent());
    }

    @Override
    public void handle(ServerRequest from, ServerResponse to) {
        if (!places.tryAcquire()) {
            send(from, to, busy());
            return;
        }
        try {
            send(from, to, answer(from));
        } finally {
            places.release();
        }
    }

    private static Response busy() {
        return Response.error(503, "M_UNKNOWN", "too many requests at a time").header("Retry-After", "2");
    }

    private Response answer(ServerRequest from) {
        Request request = null;
        try {
            request = request(from);
            return routes.answer(request);
        } catch (RuntimeException failure) {
            return errors.response(String.valueOf(request), failure);
        }
    }

    private Request request(ServerRequest from) {
        Map<String, List<String>> headers = new HashMap<>();
        from.headers().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.allValues()));
        Framing.require(headers);
        InetAddress peer = ((InetSocketAddress) from.remotePeer().address()).getAddress();
        return new Request(
                from.prologue().method().text(),
                from.prologue().uriPath().rawPath(),
                Map.copyOf(headers),
                Query.parse(from.prologue().query().rawValue()),
                Map.of(),
                new BodyReader(from, slow, limits.bodyBytes()),
                proxies.remote(peer, headers.getOrDefault("x-forwarded-for", List.of())));
    }

    private static void send(ServerRequest from, ServerResponse to, Response response) {
        to.status(response.status());
        to.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.headers().forEach(to::header);
        if (from.prologue().method() == Method.HEAD) {
            to.contentLength(response.body().length);
            to.send();
        } else {
            to.send(response.body());
        }
        if (last(from, response)) {
            // The library says so in its answer and waits for another request all the same (4.5.0).
            throw new CloseConnectionException("the last request of its connection");
        }
    }

    private static boolean last(ServerRequest from, Response response) {
        return "close".equals(response.headers().get("Connection"))
                || from.headers().contains(HeaderValues.CONNECTION_CLOSE);
    }
}

package org.lotusguild.lotus.http.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which handler answers which method and path. Filled at the start, then only read. An unknown path is a 404, a known one with
 * another method a 405 that names the right ones; HEAD is answered as GET.
 */
public final class Routes {
    private static final String ANY = "any";
    private final List<Route> routes = new ArrayList<>();
    private final List<Last> last = new ArrayList<>();

    /** What a room does with a request that may not be its own. */
    @FunctionalInterface
    public interface Attempt {

        /** Empty if it knows nothing of it. */
        Optional<Response> handle(Request request);
    }

    private record Last(PathPattern pattern, Attempt attempt) {}

    private record Route(String method, PathPattern pattern, Handler handler) {}

    /**
     * @param path such as {@code /hook/{id}/status}: a place in braces takes one whole segment
     * @throws IllegalArgumentException if the method and path are taken already
     */
    public Routes on(String method, String path, Handler handler) {
        PathPattern pattern = PathPattern.of(path);
        for (Route known : routes) {
            if (known.method().equals(method) && known.pattern().sameAs(pattern)) {
                throw new IllegalArgumentException(method + " " + path + " is answered already");
            }
        }
        routes.add(new Route(method, pattern, handler));
        return this;
    }

    /** One handler for every method, which tells the wrong ones apart itself. */
    public Routes any(String path, Handler handler) {
        return on(ANY, path, handler);
    }

    /** Asked only when no other route knows the path, whatever the method; and when this one does not know it either, nobody does. */
    public Routes last(String path, Attempt attempt) {
        last.add(new Last(PathPattern.of(path), attempt));
        return this;
    }

    /** Answers the request; what the handler throws comes out. */
    public Response answer(Request request) {
        List<String> segments = PathPattern.segments(request.path());
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> params = route.pattern().match(segments);
            if (params.isPresent()) {
                if (answers(route, request.method())) {
                    return route.handler().handle(request.with(params.get()));
                }
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            return last(request, segments)
                    .orElseGet(() -> Response.error(404, "M_UNRECOGNIZED", "there is nothing at this path"));
        }
        return Response.error(405, "M_UNRECOGNIZED", "this path does not answer that method")
                .header("Allow", String.join(", ", methods));
    }

    private Optional<Response> last(Request request, List<String> segments) {
        for (Last route : last) {
            Optional<Response> answer = route.pattern()
                    .match(segments)
                    .flatMap(params -> route.attempt().handle(request.with(params)));
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static boolean answers(Route route, String method) {
        return route.method().equals(method)
                || route.method().equals(ANY)
                || (method.equals("HEAD") && route.method().equals("GET"));
    }

    /** Every method and path, for the log and for tests. */
    public Map<String, List<String>> table() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        routes.forEach(route -> table.computeIfAbsent(route.pattern().text(), path -> new ArrayList<>())
                .add(route.method()));
        return table;
    }
}

package org.lotusguild.lotus.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;

/** Routes without a socket. */
final class RoutesTest {
    private final Routes routes = new Routes()
            .on("GET", "/hook/{id}/status", request -> Response.text(200, "status of " + request.param("id")))
            .on("PUT", "/hook/{id}/status", request -> Response.empty(204))
            .on("GET", "/hook/new/status", request -> Response.text(200, "never reached"))
            .on("POST", "/echo", request -> Response.text(200, new String(request.body(3), StandardCharsets.UTF_8)));

    static Request request(String method, String path, Map<String, List<String>> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Request(
                method, path, headers, Map.of(), Map.of(), Request.Content.of(bytes), InetAddress.getLoopbackAddress());
    }

    private Response ask(String method, String path) {
        return routes.answer(request(method, path, Map.of(), "abc"));
    }

    private static String body(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theFirstRouteThatFitsAnswers() {
        assertThat(body(ask("GET", "/hook/new/status"))).isEqualTo("status of new");
        assertThat(ask("PUT", "/hook/x/status").status()).isEqualTo(204);
        assertThat(body(ask("HEAD", "/hook/x/status"))).isEqualTo("status of x");
    }

    @Test
    void aPlaceTakesOneDecodedSegment() {
        assertThat(body(ask("GET", "/hook/a%2Fb+%C3%A4/status"))).isEqualTo("status of a/b+ä");
        assertThat(ask("GET", "/hook/a/b/status").status()).isEqualTo(404);
        assertThat(ask("GET", "/hook//status").status()).isEqualTo(200);
    }

    @Test
    void anUnknownPathIs404AndAWrongMethod405WithTheRightOnes() {
        assertThat(ask("GET", "/nothing").status()).isEqualTo(404);
        assertThat(ask("GET", "/echo/").status()).isEqualTo(404);
        Response wrong = ask("DELETE", "/hook/x/status");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers()).containsEntry("Allow", "GET, PUT");
        assertThat(body(wrong)).contains("\"errcode\":\"M_UNRECOGNIZED\"");
    }

    @Test
    void aBrokenPercentSignIsABadRequest() {
        assertThatThrownBy(() -> ask("GET", "/hook/%zz/status")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Query.parse("a=%")).isInstanceOf(Refusal.class);
    }

    @Test
    void twoHandlersCannotHaveOneRoute() {
        assertThatThrownBy(() -> routes.on("GET", "/hook/{other}/status", request -> Response.empty(200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET /hook/{other}/status");
        assertThat(routes.table()).containsEntry("/hook/{id}/status", List.of("GET", "PUT"));
    }

    @Test
    void aBodyIsReadUpToTheCapOfTheRoute() {
        assertThat(body(routes.answer(request("POST", "/echo", Map.of(), "abc"))))
                .isEqualTo("abc");
        assertThatThrownBy(() -> routes.answer(request("POST", "/echo", Map.of(), "abcd")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.response().status()).isEqualTo(413));
    }

    @Test
    void aGuardedHandlerWantsTheToken() {
        Handler guarded = Handler.guarded(new Secret("t0ken"), request -> Response.empty(204));
        assertThat(guarded.handle(authorized("Bearer t0ken")).status()).isEqualTo(204);
        assertThat(guarded.handle(authorized("bearer t0ken")).status()).isEqualTo(204);
        assertThat(body(guarded.handle(authorized("Bearer t0ke")))).contains("M_UNKNOWN_TOKEN");
        assertThat(body(guarded.handle(authorized("Basic t0ken")))).contains("M_MISSING_TOKEN");
        Response none = guarded.handle(request("GET", "/", Map.of(), ""));
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    private static Request authorized(String value) {
        return request("GET", "/", Map.of("authorization", List.of(value)), "");
    }

    @Test
    void aQueryIsDecoded() {
        assertThat(Query.parse("a=1&a=x+y&b&c=%26%3D&&=e"))
                .containsExactly(
                        Map.entry("a", List.of("1", "x y")),
                        Map.entry("b", List.of("")),
                        Map.entry("c", List.of("&=")),
                        Map.entry("", List.of("e")));
    }

    @Test
    void aRequestNeverShowsItsHeadersQueryOrBody() {
        assertThat(authorized("Bearer hush")).hasToString("GET /");
    }

    @Test
    void healthAndMetricsAnswer() {
        Routes inside = InternalRoutes.of(() -> "up 1\n", () -> List.of("the homeserver"));
        assertThat(body(inside.answer(request("GET", "/metrics", Map.of(), ""))))
                .isEqualTo("up 1\n");
        assertThat(inside.answer(request("GET", "/health/live", Map.of(), "")).status())
                .isEqualTo(200);
        Response waiting = inside.answer(request("GET", "/health/ready", Map.of(), ""));
        assertThat(waiting.status()).isEqualTo(503);
        assertThat(body(waiting)).contains("the homeserver");
        Routes ready = InternalRoutes.of(() -> "", List::of);
        assertThat(ready.answer(request("GET", "/health/ready", Map.of(), "")).status())
                .isEqualTo(200);
    }

    @Test
    void onlyATrustedProxyIsBelieved() {
        Proxies proxies = Proxies.trusting(List.of("10.0.0.0/8", "127.0.0.1", "fd00::/8"));
        assertThat(remote(proxies, "127.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(remote(proxies, "127.0.0.1", "1.2.3.4, 203.0.113.9, 10.1.2.3"))
                .isEqualTo("203.0.113.9");
        assertThat(remote(proxies, "fd00::5", "2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(remote(proxies, "198.51.100.7", "203.0.113.9")).isEqualTo("198.51.100.7");
        assertThat(remote(proxies, "127.0.0.1", "nonsense")).isEqualTo("127.0.0.1");
        assertThat(remote(proxies, "127.0.0.1", "10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(remote(Proxies.trusting(List.of()), "127.0.0.1", "203.0.113.9"))
                .isEqualTo("127.0.0.1");
    }

    private static String remote(Proxies proxies, String peer, String forwarded) {
        return proxies.remote(InetAddress.ofLiteral(peer), List.of(forwarded)).getHostAddress();
    }

    @Test
    void oneHandlerMayAnswerEveryMethod() {
        routes.any("/all", request -> Response.text(200, request.method()));
        for (String method : List.of("GET", "POST", "DELETE", "MADE-UP")) {
            assertThat(body(ask(method, "/all"))).isEqualTo(method);
        }
    }

    @Test
    void theLastOnesAreAskedWhereNobodyElseKnowsThePath() {
        Routes some = new Routes()
                .last(
                        "/{name}",
                        request -> request.param("name").equals("mine")
                                ? Optional.of(Response.text(200, "mine"))
                                : Optional.empty())
                .on("GET", "/known", request -> Response.text(200, "known"));
        assertThat(body(some.answer(request("PUT", "/mine", Map.of(), "")))).isEqualTo("mine");
        assertThat(body(some.answer(request("GET", "/known", Map.of(), "")))).isEqualTo("known");
        assertThat(some.answer(request("PUT", "/known", Map.of(), "")).status()).isEqualTo(405);
        assertThat(some.answer(request("GET", "/other", Map.of(), "")).status()).isEqualTo(404);
        assertThat(some.answer(request("GET", "/mine/more", Map.of(), "")).status())
                .isEqualTo(404);
    }
}

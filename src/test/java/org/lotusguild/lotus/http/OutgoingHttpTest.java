package org.lotusguild.lotus.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.http.HttpFailure.Kind;
import org.lotusguild.lotus.http.fake.RawServer;

final class OutgoingHttpTest extends CallerContract {
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Late: 1\r\n\r\n";

    @Override
    HttpCaller caller(String version) {
        return new OutgoingHttp(version);
    }

    private String body(RawServer server, String method) {
        return new String(
                http.send(HttpCall.of(method, server.uri("/")).timeout(Duration.ofSeconds(20)))
                        .body(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The server accepts a second connection only when it has closed the first one. */
    @Test
    void keepsAConnectionForTheNextCall() {
        try (RawServer server =
                RawServer.keeping(List.of(ok("one"), CHUNKED, "HTTP/1.1 204 Nothing\r\n\r\n", ok("four")))) {
            assertThat(body(server, "GET")).isEqualTo("one");
            assertThat(body(server, "POST")).isEqualTo("hello");
            assertThat(body(server, "PUT")).isEmpty();
            assertThat(body(server, "GET")).isEqualTo("four");
            assertThat(server.request()).doesNotContain("Connection:");
        }
    }

    /** Whoever reads such an answer otherwise takes its end for another one (RFC 9112, section 6.1). */
    @Test
    void keepsNoConnectionOnWhichAnAnswerToldItsLengthTwice() {
        String twice = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
        try (RawServer server = RawServer.keeping(List.of(twice, ""), List.of(ok("next")))) {
            assertThat(body(server, "POST")).isEqualTo("a");
            assertThat(body(server, "POST")).isEqualTo("next");
        }
    }

    @Test
    void usesNoConnectionThatTheServerClosedMeanwhile() {
        try (RawServer server = RawServer.answering(ok("one"), ok("two"), ok("three"))) {
            assertThat(body(server, "POST")).isEqualTo("one");
            assertThat(server.request()).startsWith("POST");
            server.awaitHangUp();
            assertThat(body(server, "POST")).isEqualTo("two");
        }
    }

    @Test
    void keepsNoConnectionThatTheServerWillClose() {
        String last = "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 1\r\n\r\n";
        String old = "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n";
        try (RawServer server = RawServer.keeping(List.of(last + "a", ""), List.of(old + "b", ""), List.of(ok("c")))) {
            assertThat(body(server, "POST")).isEqualTo("a");
            assertThat(body(server, "POST")).isEqualTo("b");
            assertThat(body(server, "POST")).isEqualTo("c");
        }
    }

    /** A reader that stops in the middle leaves bytes behind that belong to no other call. */
    @Test
    void keepsNoConnectionThatWasNotReadToItsEnd() {
        try (RawServer server = RawServer.keeping(List.of(ok("hello"), ""), List.of(ok("next")))) {
            assertThat(http.<Integer>stream(get(server.uri("/")), OutgoingHttpTest::first, HttpAnswer::status))
                    .isEqualTo('h');
            assertThat(body(server, "POST")).isEqualTo("next");
        }
    }

    /** Otherwise one caller would get what was meant for another. */
    @Test
    void keepsNoConnectionOnWhichMoreCameThanTheAnswer() {
        String more = "HTTP/1.1 204 Nothing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong";
        String trailers =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + "x".repeat(5_000) + "\r\n\r\n";
        try (RawServer server = RawServer.keeping(List.of(more, ""), List.of(trailers, ""), List.of(ok("right")))) {
            assertThat(body(server, "POST")).isEmpty();
            assertThat(kind(() -> body(server, "POST"))).isEqualTo(Kind.BROKEN);
            assertThat(body(server, "POST")).isEqualTo("right");
        }
    }

    private static int first(java.io.InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void asksAgainWhereAKeptConnectionEndsWithoutAnAnswerUnlessItIsAPost() {
        try (RawServer server =
                RawServer.keeping(List.of(ok("one"), ""), List.of(ok("two"), ""), List.of(ok("three")))) {
            assertThat(body(server, "GET")).isEqualTo("one");
            assertThat(body(server, "PUT")).isEqualTo("two");
            assertThat(kind(() -> body(server, "POST"))).isEqualTo(Kind.BROKEN);
            assertThat(body(server, "POST")).isEqualTo("three");
        }
    }

    @Test
    void doesNotAskAgainOnAFreshConnection() {
        try (RawServer server = RawServer.answering("", ok("two"))) {
            assertThat(kind(() -> body(server, "GET"))).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void breaksOffWhatIsUnderWayWhenItIsClosed() throws Exception {
        try (RawServer server = RawServer.silent()) {
            CompletableFuture<Kind> kind = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> kind.complete(kind(() -> body(server, "GET"))));
            assertThat(server.request()).startsWith("GET");
            ((OutgoingHttp) http).close();
            assertThat(kind.get(10, TimeUnit.SECONDS)).isEqualTo(Kind.BROKEN);
        }
    }
}

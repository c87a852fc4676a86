package org.lotusguild.lotus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.http.HttpFailure.Kind;
import org.lotusguild.lotus.http.fake.RawServer;
import org.lotusguild.lotus.http.fake.TestCertificates;

/** What every way out must do alike. */
abstract class CallerContract {
    final HttpCaller http = caller("1.2.3");

    abstract HttpCaller caller(String version);

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) http).close();
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nX-One: a\r\nx-one: b\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static Kind kind(Runnable work) {
        try {
            work.run();
        } catch (HttpFailure e) {
            return e.kind();
        }
        throw new AssertionError("there was an answer");
    }

    static HttpCall get(URI uri) {
        return HttpCall.of("GET", uri).timeout(Duration.ofSeconds(20));
    }

    @Test
    void readsAnAnswerWithItsHeadersInLowerCase() {
        try (RawServer server = RawServer.answering(ok("hello"))) {
            HttpAnswer answer = http.send(get(server.uri("/a?b=c")).header("Authorization", "Bearer t"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().get("x-one")).containsExactly("a", "b");
            assertThat(answer.body()).asString().isEqualTo("hello");
            assertThat(server.request())
                    .startsWith("GET /a?b=c HTTP/1.1\r\n")
                    .contains("User-Agent: Lotus/1.2.3\r\n", "Authorization: Bearer t\r\n")
                    .doesNotContain("Upgrade");
        }
    }

    @Test
    void anErrorIsAnAnswerAndARedirectIsNotFollowed() {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n")) {
            HttpAnswer answer = http.send(get(server.uri("/")));
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location")).contains("http://192.0.2.1/");
        }
    }

    @Test
    void sendsBytesAndFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "x".repeat(50_000));
        try (RawServer server = RawServer.answering(ok(""), ok(""))) {
            http.send(HttpCall.of("PUT", server.uri("/")).body(HttpBody.json(Map.of("a", 1))));
            assertThat(server.request())
                    .contains("PUT / HTTP/1.1\r\n", "Content-Type: application/json\r\n", "Content-Length: 7\r\n")
                    .endsWith("{\"a\":1}");
            server.awaitHangUp();
            http.send(HttpCall.of("POST", server.uri("/")).body(new HttpBody.OfFile(file, "image/png")));
            assertThat(server.request())
                    .contains("Content-Type: image/png\r\n", "Content-Length: 50000\r\n")
                    .endsWith("xxx");
        }
    }

    @Test
    void namesWhatDidNotConnect() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(kind(() -> http.send(get(URI.create("http://127.0.0.1:" + free + "/")))))
                .isEqualTo(Kind.CONNECT);
        assertThat(kind(() -> http.send(get(URI.create("http://no-such-host.invalid/")))))
                .isEqualTo(Kind.CONNECT);
    }

    @Test
    void aConnectionThatBreaksIsBroken() {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            assertThat(kind(() -> http.send(get(server.uri("/"))))).isEqualTo(Kind.BROKEN);
        }
        try (RawServer server = RawServer.answering("nonsense\r\n\r\n")) {
            assertThat(kind(() -> http.send(get(server.uri("/"))))).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void readsNotMoreThanTheCap() {
        try (RawServer server = RawServer.answering(ok("12345"), ok("123456"))) {
            assertThat(http.send(get(server.uri("/")).answerCap(5)).body()).hasSize(5);
            assertThat(kind(() -> http.send(get(server.uri("/")).answerCap(5)))).isEqualTo(Kind.TOO_LARGE);
        }
    }

    @Test
    void theTimeoutHoldsForTheAnswerAndForTheLastByte() {
        try (RawServer server = RawServer.silent()) {
            assertThat(kind(() -> http.send(get(server.uri("/")).timeout(Duration.ofMillis(200)))))
                    .isEqualTo(Kind.TIMEOUT);
        }
        try (RawServer server = RawServer.stalling("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            assertThat(kind(() -> http.send(get(server.uri("/")).timeout(Duration.ofMillis(500)))))
                    .isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws Exception {
        interrupted(Thread.ofVirtual());
        interrupted(Thread.ofPlatform());
    }

    private void interrupted(Thread.Builder kindOfThread) throws Exception {
        try (RawServer server = RawServer.silent()) {
            CompletableFuture<Kind> kind = new CompletableFuture<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread caller = kindOfThread.start(() -> {
                kind.complete(kind(() -> http.send(get(server.uri("/")))));
                flag.set(Thread.currentThread().isInterrupted());
            });
            assertThat(server.request()).startsWith("GET");
            caller.interrupt();
            assertThat(kind.get(10, TimeUnit.SECONDS)).isEqualTo(Kind.INTERRUPTED);
            assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
            assertThat(flag).isTrue();
        }
    }

    @Test
    void streamsAnAcceptedAnswerAndCutsARefusal() {
        String large = "z".repeat(100_000);
        try (RawServer server = RawServer.answering(
                ok(large), ok(large), "HTTP/1.1 404 No\r\nContent-Length: 100000\r\n\r\n" + large)) {
            assertThat(http.<Integer>stream(get(server.uri("/")), CallerContract::count, HttpAnswer::status))
                    .isEqualTo(100_000);
            assertThat(kind(() -> http.<Integer>stream(
                            get(server.uri("/")).answerCap(99_999), CallerContract::count, HttpAnswer::status)))
                    .isEqualTo(Kind.TOO_LARGE);
            assertThat(http.<Integer>stream(get(server.uri("/")), CallerContract::count, a -> a.body().length))
                    .isEqualTo(65_536);
        }
    }

    private static int count(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).length();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsChunksAndBodiesThatEndWithTheConnection() {
        String head = "HTTP/1.1 200 OK\r\n";
        try (RawServer server = RawServer.answering(
                head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n, 10 bytes\r\n0\r\n\r\n",
                head + "\r\nuntil the end",
                "HTTP/1.1 204 Nothing\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel")) {
            assertThat(http.send(get(server.uri("/"))).body()).asString().isEqualTo("hello, 10 bytes");
            assertThat(http.send(get(server.uri("/"))).body()).asString().isEqualTo("until the end");
            assertThat(http.send(get(server.uri("/"))).body()).isEmpty();
            assertThat(kind(() -> http.send(get(server.uri("/"))))).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() {
        try (RawServer server = RawServer.overTls(TestCertificates.serverFor("localhost"), ok("hello"))) {
            assertThat(kind(() -> http.send(get(server.uri("/"))))).isEqualTo(Kind.CONNECT);
        }
    }

    @Test
    void aRequestThatMayHaveABodySaysThatItHasNone() {
        try (RawServer server = RawServer.answering(ok("1"), ok("2"), ok("3"))) {
            for (String method : List.of("POST", "PUT")) {
                http.send(HttpCall.of(method, server.uri("/")).timeout(Duration.ofSeconds(20)));
                assertThat(server.request()).startsWith(method).contains("Content-Length: 0\r\n");
                server.awaitHangUp();
            }
            http.send(get(server.uri("/")));
            assertThat(server.request()).doesNotContain("Content-Length");
        }
    }

    /** As a broken connection it would be tried again for ever. */
    @Test
    void aFileThatCannotBeReadIsTheCallersTrouble() {
        try (RawServer server = RawServer.silent()) {
            HttpCall call = HttpCall.of("POST", server.uri("/"))
                    .body(new HttpBody.OfFile(Path.of("no-such-file"), "text/plain"));
            assertThatThrownBy(() -> http.send(call)).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void anAnswerOfSeveralLengthsIsBroken() {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nhello")) {
            assertThat(kind(() -> http.send(get(server.uri("/"))))).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void aFailureOfTheReaderReachesTheCaller() {
        try (RawServer server = RawServer.answering(ok("hello"))) {
            assertThatThrownBy(() -> http.<Integer>stream(
                            get(server.uri("/")),
                            in -> {
                                throw new IllegalStateException("on purpose");
                            },
                            HttpAnswer::status))
                    .hasMessage("on purpose");
        }
    }
}

package org.lotusguild.lotus.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server over real sockets, with impolite clients. */
final class HttpServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Limits SMALL = new Limits(1_000, 2_000, Duration.ofMillis(600), 2, 20, Duration.ofSeconds(3));

    private final Semaphore inside = new Semaphore(0);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final Routes routes = new Routes()
            .on("GET", "/hello", request -> Response.text(200, "hello"))
            .on("GET", "/where/{place}", this::where)
            .on("POST", "/echo", request -> Response.of(200, "text/plain", request.body(1_000_000)))
            .on("POST", "/json", request -> Response.json(200, request.json(100)))
            .on("POST", "/deaf", request -> Response.text(200, "not listening"))
            .on("GET", "/slow", request -> slow())
            .on("GET", "/defect", request -> {
                throw new IllegalStateException("the secret is hush-hush");
            });
    private final HttpServer server =
            HttpServer.start(ANY_PORT, SMALL, Proxies.trusting(List.of()), routes, new Random(1));

    private Response where(Request request) {
        return Response.text(
                200,
                request.param("place") + " " + request.query("q").orElse("-") + " "
                        + request.header("X-Mine").orElse("-") + " "
                        + request.remote().getHostAddress());
    }

    private Response slow() {
        inside.release();
        try {
            assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Response.text(200, "at last");
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Sends the bytes and reads until the server hangs up. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            return rest(socket);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String rest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder whole = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                whole.append((char) next);
            }
        } catch (SocketException e) {
            whole.append("(reset)");
        }
        return whole.toString();
    }

    private String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Mine: m\r\nConnection: close\r\n\r\n");
    }

    private String post(String path, String body) throws IOException {
        return exchange("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    @Test
    void answersWithWhatTheRouteSays() throws IOException {
        assertThat(get("/hello"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("nosniff")
                .endsWith("\r\n\r\nhello");
        assertThat(get("/where/a%2Fb?q=x+y")).endsWith("a/b x y m 127.0.0.1");
        assertThat(post("/echo", "äöü ".repeat(3).strip().replaceAll("[^ ]", "e")))
                .endsWith("eee eee eee");
        assertThat(exchange("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void keepsAConnectionForTheNextRequest() throws IOException {
        String first = "POST /deaf HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
        assertThat(exchange(first + "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("not listening")
                .endsWith("hello");
    }

    @Test
    void hangsUpAfterTheLastRequestOfAConnection() throws IOException {
        try (HttpServer patient =
                        HttpServer.start(ANY_PORT, Limits.usual(), Proxies.trusting(List.of()), routes, new Random(1));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), patient.port())) {
            socket.setSoTimeout(10_000);
            write(socket, "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(rest(socket)).endsWith("hello");
        }
    }

    @Test
    void refusesAnUnknownPathAndAWrongMethod() throws IOException {
        assertThat(get("/no")).startsWith("HTTP/1.1 404").contains("M_UNRECOGNIZED");
        assertThat(post("/hello", "")).startsWith("HTTP/1.1 405").contains("Allow: GET\r\n");
        assertThat(get("/where/%zz")).startsWith("HTTP/1.1 400").contains("\"errcode\"");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws IOException {
        assertThat(post("/echo", "x".repeat(1_000))).startsWith("HTTP/1.1 200");
        assertThat(post("/echo", "x".repeat(1_001))).startsWith("HTTP/1.1 413");
        String chunk = "400\r\n" + "x".repeat(1_024) + "\r\n";
        String head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(exchange(head + chunk + "0\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertThat(exchange(
                        head + "5\r\nhello\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\nhello");
        assertThat(post("/json", "{\"a\":\"" + "x".repeat(200) + "\"}")).startsWith("HTTP/1.1 413");
    }

    @Test
    void aBrokenJsonIsABadRequest() throws IOException {
        assertThat(post("/json", "{\"a\":1}")).startsWith("HTTP/1.1 200").endsWith("{\"a\":1}");
        assertThat(post("/json", "{")).startsWith("HTTP/1.1 400").contains("M_NOT_JSON");
    }

    @Test
    void aDefectShowsACodeAndNothingElse() throws IOException {
        assertThat(get("/defect"))
                .startsWith("HTTP/1.1 500")
                .containsPattern("it has the code [0-9a-f]{8}")
                .doesNotContain("hush", "IllegalState");
    }

    @Test
    void refusesHeadersThatAreTooLarge() throws IOException {
        assertThat(exchange("GET /hello HTTP/1.1\r\nHost: x\r\nX-Bomb: " + "b".repeat(5_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(exchange("GET /hello HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(1_000) + "\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(exchange("GET /" + "p".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(get("/hello")).endsWith("hello");
    }

    @Test
    void refusesWhatIsNoHttp() throws IOException {
        for (String nonsense : List.of(
                "nonsense\r\n\r\n",
                "GET /hello\r\n\r\n",
                "GET /hello HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /hello HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /he\0llo HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) {
            String answer = exchange(nonsense);
            assertThat(answer.isEmpty() || answer.equals("(reset)") || answer.matches("(?s)HTTP/1.1 (4|50[15]).*"))
                    .as(nonsense + " → " + answer)
                    .isTrue();
        }
        assertThat(get("/hello")).endsWith("hello");
    }

    @Test
    void aSenderThatFallsSilentIsCutOff() throws IOException {
        assertThat(exchange("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"))
                .doesNotStartWith("HTTP/1.1 200");
        assertThat(exchange("GET /hel")).doesNotStartWith("HTTP/1.1 200");
        assertThat(exchange("GET /hello HTTP/1.1\r\nHo")).doesNotStartWith("HTTP/1.1 200");
        assertThat(exchange("")).isEmpty();
    }

    @Test
    void aSenderThatDripsIsCutOffToo() throws Exception {
        List<String> beginnings = List.of(
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", "GET /hello HTTP/1.1\r\nX: ", "GET /");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> drips = new ArrayList<>();
            for (String beginning : beginnings) {
                drips.add(threads.submit(() -> drip(beginning)));
            }
            for (int i = 0; i < drips.size(); i++) {
                assertThat(drips.get(i).get(30, TimeUnit.SECONDS))
                        .as("bytes before the cut: " + beginnings.get(i))
                        .isLessThan(80);
            }
        }
    }

    /** One byte each 100 ms, until the server hangs up; answers how many it took. */
    private long drip(String beginning) throws Exception {
        try (Socket socket = connect()) {
            write(socket, beginning);
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    rest(socket);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            long sent = 0;
            while (!reader.join(Duration.ofMillis(100)) && sent < 200) {
                try {
                    write(socket, "x");
                } catch (SocketException e) {
                    return sent;
                }
                sent++;
            }
            return sent;
        }
    }

    @Test
    void moreThanItBearsIsRefusedAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> one = threads.submit(() -> get("/slow"));
            Future<String> two = threads.submit(() -> get("/slow"));
            assertThat(inside.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
            assertThat(get("/hello")).startsWith("HTTP/1.1 503").contains("Retry-After: 2\r\n");
            mayEnd.countDown();
            assertThat(one.get(20, TimeUnit.SECONDS)).endsWith("at last");
            assertThat(two.get(20, TimeUnit.SECONDS)).endsWith("at last");
            assertThat(get("/hello")).endsWith("hello");
        }
    }

    @Test
    void aLongRequestIsNotTakenForIdle() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> slow = threads.submit(() -> get("/slow"));
            assertThat(inside.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> slow.get(2, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            mayEnd.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS)).endsWith("at last");
        }
    }

    @Test
    void idleConnectionsMakeRoomForOthers() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 25; i++) {
                idle.add(connect());
            }
            assertThat(get("/hello")).endsWith("hello");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void aRequestAtWorkEndsBeforeTheServerStops() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> slow = threads.submit(() -> get("/slow"));
            assertThat(inside.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            Future<?> stop = threads.submit(server::close);
            assertThatThrownBy(() -> stop.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            mayEnd.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS)).endsWith("at last");
            stop.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void stopsWithinTheLimitWhateverIsAtWork() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> slow = threads.submit(() -> get("/slow"));
            assertThat(inside.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            threads.submit(server::close).get(8, TimeUnit.SECONDS);
            mayEnd.countDown();
            slow.cancel(true);
        }
    }

    @Test
    void aBusyPortIsNamed() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        assertThatThrownBy(() -> HttpServer.start(taken, SMALL, Proxies.trusting(List.of()), routes, new Random(1)))
                .isInstanceOfSatisfying(
                        PortTaken.class, e -> assertThat(e.address()).isEqualTo(taken))
                .hasMessageContaining("port " + server.port());
    }

    /** A proxy before us might see another end than we do, and the rest is then taken for somebody's next request. */
    @Test
    void refusesARequestOfWhichNobodyKnowsTheEndAndHangsUp() throws IOException {
        String next = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for (String head : List.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello",
                "Content-Length: 5, 5\r\n\r\nhello",
                "Content-Length: +5\r\n\r\nhello",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")) {
            assertThat(exchange("POST /echo HTTP/1.1\r\nHost: x\r\n" + head + next))
                    .as(head)
                    .matches("(?s)HTTP/1.1 (400|501) .*")
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void leavesAPackedBodyAsItCame() throws IOException {
        for (String encoding : List.of("gzip", "deflate", "made-up")) {
            assertThat(exchange("POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: " + encoding
                            + "\r\nContent-Length: 3\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("abc");
        }
    }
}

package org.lotusguild.lotus.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The server over real sockets, with impolite clients. */
class HttpServerTest extends OneServer {
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

package org.lotusguild.lotus.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A server with a few routes, and plain sockets to it. */
abstract class OneServer {
    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final Limits SMALL = new Limits(1_000, 2_000, Duration.ofMillis(600), 2, 20, Duration.ofSeconds(3));
    final Semaphore inside = new Semaphore(0);
    final CountDownLatch mayEnd = new CountDownLatch(1);

    final Routes routes = new Routes()
            .on("GET", "/hello", request -> Response.text(200, "hello"))
            .on("GET", "/where/{place}", this::where)
            .on("POST", "/echo", request -> Response.of(200, "text/plain", request.body(1_000_000)))
            .on("POST", "/json", request -> Response.json(200, request.json(100)))
            .on("POST", "/deaf", request -> Response.text(200, "not listening"))
            .on("GET", "/slow", request -> slow())
            .on("GET", "/defect", request -> {
                throw new IllegalStateException("the secret is hush-hush");
            });

    final HttpServer server = HttpServer.start(ANY_PORT, SMALL, Proxies.trusting(List.of()), routes, new Random(1));

    Response where(Request request) {
        return Response.text(
                200,
                request.param("place") + " " + request.query("q").orElse("-") + " "
                        + request.header("X-Mine").orElse("-") + " "
                        + request.remote().getHostAddress());
    }

    Response slow() {
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

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Sends the bytes and reads until the server hangs up. */
    String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            return rest(socket);
        }
    }

    static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    static String rest(Socket socket) throws IOException {
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

    String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Mine: m\r\nConnection: close\r\n\r\n");
    }

    String post(String path, String body) throws IOException {
        return exchange("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }
}

package org.lotusguild.lotus.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Senders that take their time, servers that have none left. */
class ServerTimesTest extends OneServer {
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
}

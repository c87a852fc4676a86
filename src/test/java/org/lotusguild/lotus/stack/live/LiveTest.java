package org.lotusguild.lotus.stack.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.Told;

/** Small real servers on loopback. */
class LiveTest {
    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer web;
    private DatagramSocket stun;

    @BeforeEach
    void serve() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            boolean moved = path.equals("/.well-known/matrix/client");
            String body = path.equals("/home") ? "{\"m.homeserver\":{}}" : "page of " + path;
            if (moved) {
                exchange.getResponseHeaders().add("Location", "/home");
            }
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(moved ? 302 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        web.start();
        stun = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::answerBindings);
    }

    @AfterEach
    void end() {
        web.stop(0);
        stun.close();
    }

    private void answerBindings() {
        try {
            while (true) {
                DatagramPacket request = new DatagramPacket(new byte[1500], 1500);
                stun.receive(request);
                byte[] id = new byte[12];
                ByteBuffer.wrap(request.getData()).position(8).get(id);
                byte[] answer = binding(id, request.getPort());
                stun.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
            }
        } catch (IOException e) {
            assertThat(stun.isClosed()).isTrue();
        }
    }

    /** 127.0.0.1 and this port. */
    private static byte[] binding(byte[] id, int port) {
        return ByteBuffer.allocate(40)
                .putShort((short) 0x0101)
                .putShort((short) 20)
                .putInt(0x2112A442)
                .put(id)
                .putShort((short) 0x8022)
                .putShort((short) 3)
                .put(new byte[] {'a', 'b', 'c', 0})
                .putShort((short) 0x0020)
                .putShort((short) 8)
                .putShort((short) 1)
                .putShort((short) (port ^ 0x2112))
                .putInt(0x7f000001 ^ 0x2112A442)
                .array();
    }

    private String base() {
        return "http://127.0.0.1:" + web.getAddress().getPort();
    }

    private LiveAnswers ask(String homeserver, Map<String, URI> urls) throws IOException {
        Files.writeString(folder.resolve("homeserver.yaml"), homeserver);
        try (OutgoingHttp http = new OutgoingHttp("test")) {
            return new Live(http, new SecureRandom(), InstantSource.system())
                    .ask(Fixtures.facts(Told.nothing(), folder), urls, Optional.empty());
        }
    }

    @Test
    void asksTheNamesOfTheConfigurationAndNothingElse() throws IOException {
        LiveAnswers answers = ask(
                "listeners: []\nserver_name: 127.0.0.1\npublic_baseurl: " + base() + "\nturn_uris: ['turn:127.0.0.1:"
                        + stun.getLocalPort() + "?transport=udp']\n",
                Map.of("server-name", URI.create(base())));
        assertThat(answers.pages(Question.CLIENT_DOCUMENT)).singleElement().satisfies(page -> {
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.start()).isEqualTo("{\"m.homeserver\":{}}");
            assertThat(page.values("Content-Type")).containsExactly("text/html", "application/json");
        });
        assertThat(answers.pages(Question.ADMIN_API))
                .singleElement()
                .satisfies(page -> assertThat(page.glance()).isEqualTo("page of /_synapse/admin/v1/server_version"));
        assertThat(answers.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.mapped()).startsWith("127.0.0.1:");
            assertThat(binding.failure()).isEmpty();
        });
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "GET /.well-known/matrix/client",
                        "GET /home",
                        "GET /.well-known/matrix/server",
                        "GET /_synapse/admin/v1/server_version",
                        "GET /_synapse/metrics",
                        "GET /_matrix/federation/v1/version");
    }

    @Test
    void saysWhatDidNotAnswer() throws IOException {
        int closed = stun.getLocalPort();
        web.stop(0);
        LiveAnswers answers = ask(
                "listeners: []\nserver_name: 127.0.0.1:1\nturn_uris: ['turns:127.0.0.1:1']\n",
                Map.of("livekit", URI.create("http://127.0.0.1:1")));
        assertThat(answers.pages()).isNotEmpty().allSatisfy(page -> {
            assertThat(page.status()).isZero();
            assertThat(page.failure()).isNotEmpty();
        });
        assertThat(answers.handshakes()).singleElement().satisfies(shake -> {
            assertThat(shake.versions()).isEmpty();
            assertThat(shake.failure()).isNotEmpty();
        });
        assertThat(answers.connections())
                .singleElement()
                .satisfies(one -> assertThat(one.open()).isFalse());
        assertThat(closed).isPositive();
    }

    /** What stands in a file or in an answer, and what nobody can be asked. */
    @Test
    void saysWhatCannotBeAsked() throws IOException {
        web.createContext("/.well-known/matrix/server", exchange -> {
            exchange.getResponseHeaders().add("Location", "http:nowhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        LiveAnswers answers = ask(
                "listeners: []\nserver_name: 127.0.0.1\npublic_baseurl: 'ftp://127.0.0.1:1/'\n"
                        + "turn_uris: ['turn:127.0.0.1:99999', 'turns:127.0.0.1:99999', 'turn:a..b:3478']\n",
                Map.of("server-name", URI.create(base())));
        assertThat(answers.bindings()).hasSize(2).allSatisfy(binding -> {
            assertThat(binding.mapped()).isEmpty();
            assertThat(binding.failure()).isNotBlank();
        });
        assertThat(answers.handshakes())
                .singleElement()
                .satisfies(shake -> assertThat(shake.failure()).isNotBlank());
        assertThat(answers.pages(Question.ADMIN_API)).singleElement().satisfies(page -> {
            assertThat(page.status()).isZero();
            assertThat(page.failure()).isNotBlank();
        });
        assertThat(answers.pages(Question.SERVER_DOCUMENT))
                .singleElement()
                .satisfies(page -> assertThat(page.status()).isNotEqualTo(200));
        assertThat(answers.pages(Question.CLIENT_DOCUMENT))
                .singleElement()
                .satisfies(page -> assertThat(page.status()).isEqualTo(200));
    }

    /** As a look-up of a name does where no name server answers: it heeds nobody. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForNobodyWhoHeedsNoEnd() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        HttpCaller deaf = new HttpCaller() {
            @Override
            public HttpAnswer send(HttpCall call) {
                boolean over = false;
                while (!over) {
                    try {
                        over = released.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        continue;
                    }
                }
                throw new IllegalStateException("too late");
            }

            @Override
            public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
                throw new IllegalStateException("nobody streams");
            }
        };
        Files.writeString(folder.resolve("homeserver.yaml"), "listeners: []\nserver_name: 127.0.0.1\n");
        try {
            SecureRandom random = new SecureRandom();
            Duration soon = Duration.ofMillis(100);
            LiveAnswers answers = new Live(deaf, random, InstantSource.system(), new Handshakes(random), soon, soon)
                    .ask(Fixtures.facts(Told.nothing(), folder), Map.of(), Optional.empty());
            assertThat(answers.pages())
                    .hasSize(2)
                    .allSatisfy(page -> assertThat(page.failure()).isEqualTo("no answer in time"));
        } finally {
            released.countDown();
        }
    }

    @Test
    void asksTheProviderOfSignInWhoItIs() throws IOException {
        LiveAnswers answers = ask(
                "listeners: []\nserver_name: 127.0.0.1:1\noidc_providers:\n  - {idp_id: a, issuer: " + base()
                        + "/sso/}\n  - {idp_id: b, issuer: http://127.0.0.1:1/, discover: false}\n",
                Map.of());
        assertThat(answers.pages(Question.OIDC_DISCOVERY)).singleElement().satisfies(page -> {
            assertThat(page.url()).isEqualTo(base() + "/sso/.well-known/openid-configuration");
            assertThat(page.status()).isEqualTo(200);
        });
    }

    @Test
    void keepsOfSynapsesMetricsWhatIsAboutCaches() throws IOException {
        String line = "synapse_util_caches_cache_size{name=\"x\"} 1.0";
        web.createContext("/_synapse/metrics", exchange -> {
            byte[] bytes = ("# HELP a b\n".repeat(20_000) + line + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        LiveAnswers answers =
                ask("listeners: []\nserver_name: 127.0.0.1:1\n", Map.of("synapse-metrics", URI.create(base())));
        assertThat(answers.pages(Question.SYNAPSE_METRICS))
                .singleElement()
                .satisfies(page -> assertThat(page.start()).isEqualTo(line));
    }

    /** A web server where TURN should be, over TCP where TLS should be. */
    @Test
    void saysThatATurnPortSpeaksHttp() throws IOException {
        try (DatagramSocket http = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofVirtual().start(() -> answerWithHttp(http));
            LiveAnswers answers = ask(
                    "listeners: []\nserver_name: 127.0.0.1:1\nturn_uris: ['turn:127.0.0.1:" + http.getLocalPort()
                            + "?transport=udp', 'turns:127.0.0.1:"
                            + web.getAddress().getPort() + "']\n",
                    Map.of());
            assertThat(answers.bindings()).singleElement().satisfies(binding -> {
                assertThat(binding.mapped()).isEmpty();
                assertThat(binding.failure()).isEqualTo("no STUN there: HTTP/1.1 400 Bad Request");
            });
            assertThat(answers.handshakes()).singleElement().satisfies(shake -> {
                assertThat(shake.versions()).isEmpty();
                assertThat(shake.failure()).isNotBlank().doesNotContain("\n");
            });
        }
    }

    private static void answerWithHttp(DatagramSocket socket) {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        try {
            while (true) {
                DatagramPacket request = new DatagramPacket(new byte[1500], 1500);
                socket.receive(request);
                socket.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
            }
        } catch (IOException e) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void takesOnlyAnAnswerToItsOwnBinding() throws IOException {
        byte[] id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        assertThat(Stun.mapped(ByteBuffer.wrap(binding(id, 5000)), id)).contains("127.0.0.1:5000");
        assertThat(Stun.mapped(ByteBuffer.wrap(binding(id, 5000)), new byte[12]))
                .isEmpty();
        assertThat(Stun.mapped(ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.UTF_8)), id))
                .isEmpty();
        for (int length = 0; length < 40; length++) {
            Stun.mapped(ByteBuffer.wrap(binding(id, 5000), 0, length), id);
        }
    }

    @Test
    void namesWhatMayBeNamed() {
        assertThat(Live.NAMES).isEqualTo(List.copyOf(Live.NAMES)).contains("public", "livekit");
    }
}

package org.lotusguild.lotus.bot.ask;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/chat} as an Ollama server speaks it: one JSON object a line, each sent as soon as it is made. */
public final class FakeModelServer implements AutoCloseable {
    private final HttpServer server;
    private final List<ObjectNode> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);

    /** What a request brings forth. */
    public interface Behaviour {
        void answer(FakeModelServer server, HttpExchange exchange) throws IOException;
    }

    public FakeModelServer(Behaviour behaviour) {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/chat", exchange -> {
            requests.add(Json.parseObject(exchange.getRequestBody().readAllBytes()));
            behaviour.answer(this, exchange);
            exchange.close();
        });
        server.start();
    }

    /** Says these words, and that it is done. */
    static FakeModelServer saying(String... words) {
        return new FakeModelServer((server, exchange) -> {
            OutputStream out = begin(exchange);
            for (String word : words) {
                line(out, word(word));
            }
            line(
                    out,
                    "{\"model\":\"lotusllm\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}");
        });
    }

    static FakeModelServer refusing(int status, String error) {
        return new FakeModelServer((server, exchange) -> {
            byte[] body = Json.bytes(Json.object().put("error", error));
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** Talks until nobody listens any more. */
    static FakeModelServer endless() {
        return new FakeModelServer((server, exchange) -> {
            OutputStream out = begin(exchange);
            try {
                while (true) {
                    line(out, word("on and "));
                }
            } catch (IOException closed) {
                server.cancelled.countDown();
            }
        });
    }

    public static OutputStream begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    public static String word(String text) {
        ObjectNode line = Json.object().put("model", "lotusllm").put("done", false);
        line.putObject("message").put("role", "assistant").put("content", text);
        return Json.text(line);
    }

    public static void line(OutputStream out, String json) throws IOException {
        out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<ObjectNode> requests() {
        return List.copyOf(requests);
    }

    CountDownLatch cancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

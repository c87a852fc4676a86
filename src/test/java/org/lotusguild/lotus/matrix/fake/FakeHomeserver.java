package org.lotusguild.lotus.matrix.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small real HTTP server that plays a homeserver from a script. The newest fitting rule answers; answers of
 * {@link #next} are used up once each, before the rules. {@code /sync} answers come from {@link #sync} in order; when none
 * is left the request is held as a homeserver holds it. What fits nothing is 404 {@code M_UNRECOGNIZED}.
 */
public final class FakeHomeserver implements AutoCloseable {
    private static final String SYNC = "/_matrix/client/v3/sync";
    private static final long LIMIT_SECONDS = 20;

    private record Rule(String method, String path, Function<Asked, Answer> answer) {
        boolean fits(Asked asked) {
            return asked.method().equals(method) && asked.path().matches(path);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Rule> once = new ArrayList<>();
    private final BlockingQueue<Answer> syncs = new LinkedBlockingQueue<>();
    private final List<Asked> asked = new ArrayList<>();

    private FakeHomeserver(HttpServer server) {
        this.server = server;
    }

    public static FakeHomeserver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        FakeHomeserver fake = new FakeHomeserver(server);
        server.setExecutor(fake.threads);
        server.createContext("/", fake::handle);
        server.start();
        return fake;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Asks it as an account that is logged in, at a time that stands still, and waits for nothing between two tries. */
    public MatrixApi api() {
        return api(InstantSource.fixed(Instant.EPOCH), wait -> {});
    }

    /** Asks it as an account that is logged in. */
    public MatrixApi api(InstantSource clock, Pause pause) {
        return api(new PlainCaller(), clock, pause);
    }

    /** Asks it through this caller. */
    public MatrixApi api(HttpCaller http, InstantSource clock, Pause pause) {
        Credentials login = new Credentials.Login(new Secret("token"));
        return MatrixApi.of(http, url(), login, clock, pause, new Random(1));
    }

    /** Answers requests of this method and path (a regular expression over the encoded path) from now on. */
    public void on(String method, String path, Function<Asked, Answer> answer) {
        rules.addFirst(new Rule(method, path, answer));
    }

    public void on(String method, String path, Answer answer) {
        on(method, path, request -> answer);
    }

    /** Answers the next requests of this method and path, one answer each, before any rule. */
    public void next(String method, String path, Answer... answers) {
        synchronized (once) {
            for (Answer answer : answers) {
                once.add(new Rule(method, path, request -> answer));
            }
        }
    }

    /** The next answers to {@code /sync}. */
    public void sync(Answer... answers) {
        syncs.addAll(List.of(answers));
    }

    public void sync(ObjectNode answer) {
        syncs.add(Answer.json(answer));
    }

    public List<Asked> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    public List<Asked> asked(String method, String path) {
        return asked().stream()
                .filter(a -> a.method().equals(method) && a.path().matches(path))
                .toList();
    }

    /** Waits until such a request has come. */
    public Asked await(Predicate<Asked> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (asked) {
            while (true) {
                Optional<Asked> found = asked.stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no such request within " + LIMIT_SECONDS + " s; seen: " + asked);
                }
                asked.wait(left);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Asked request = read(exchange);
        synchronized (asked) {
            asked.add(request);
            asked.notifyAll();
        }
        try {
            give(exchange, choose(request));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private Answer choose(Asked request) throws InterruptedException {
        synchronized (once) {
            for (Rule rule : once) {
                if (rule.fits(request)) {
                    once.remove(rule);
                    return rule.answer().apply(request);
                }
            }
        }
        for (Rule rule : rules) {
            if (rule.fits(request)) {
                return rule.answer().apply(request);
            }
        }
        return request.path().equals(SYNC) ? nextSync(request) : Answer.error(404, "M_UNRECOGNIZED", "no rule");
    }

    private Answer nextSync(Asked request) throws InterruptedException {
        long timeout = Long.parseLong(request.query().getOrDefault("timeout", "0"));
        Answer scripted = syncs.poll(timeout, TimeUnit.MILLISECONDS);
        return scripted != null
                ? scripted
                : Answer.json(Json.object().put("next_batch", request.query().getOrDefault("since", "start")));
    }

    private void give(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Whole(int status, Map<String, String> headers, byte[] body) -> {
                headers.forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
            case Answer.Broken() -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case Answer.Silent() -> exchange.close();
            case Answer.Held(var until, Answer then) -> {
                if (until.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    give(exchange, then);
                } else {
                    exchange.close();
                }
            }
        }
    }

    private static Asked read(HttpExchange exchange) throws IOException {
        return new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query(exchange.getRequestURI().getRawQuery()),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                exchange.getRequestBody().readAllBytes());
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            all.merge(decode(parts[0]), decode(parts[1]), (a, b) -> a + "," + b);
        }
        return all;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

package org.lotusguild.lotus.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.http.server.HttpServer;
import org.lotusguild.lotus.http.server.Limits;
import org.lotusguild.lotus.http.server.Proxies;
import org.lotusguild.lotus.http.server.Routes;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.PostgresServer;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.intake.Intake;
import org.lotusguild.lotus.webhooks.intake.WebhookRoutes;

/**
 * Acknowledged posts a second at durable commit, how long one takes at 200 a second, and the same while 100,000 wait. Senders and server
 * share one process; every post is counted in the database afterwards.
 */
public final class IntakeBench {
    private static final int CONNECTIONS = 32;
    private static final int PACE = 200;
    private static final int WAITING = 100_000;
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final Database db;
    private final DeliveryStore store;
    private final WebhooksConfig config;
    private final Vault vault;
    private final AtomicInteger number = new AtomicInteger();

    private IntakeBench(Path folder, Database db) throws IOException {
        this.db = db;
        Path file = Files.writeString(folder.resolve("webhooks.yaml"), """
                limits: { per-hook: off, per-address: off, max-pending: 10000000, max-pending-bytes: 100GiB }
                hooks: [{ name: bench, rooms: [{ room: general }] }]
                """);
        config = new ConfigReader(name -> Optional.empty()).read(file, WebhooksConfig.class);
        vault = VaultKey.parse(new Secret("00".repeat(32))).vault("webhooks", new SecureRandom());
        store = new DeliveryStore(vault);
    }

    public static void main(String[] args) throws Exception {
        boolean postgres = Arrays.asList(args).contains("postgresql");
        Duration time = Arrays.stream(args)
                .filter(arg -> arg.matches("\\d+"))
                .findFirst()
                .map(arg -> Duration.ofSeconds(Long.parseLong(arg)))
                .orElse(SHORT);
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "intake");
        try (Database db = postgres ? postgres(folder) : TestDatabases.sqlite(folder, Clock.systemUTC(), "webhooks")) {
            new IntakeBench(folder, db).run(postgres ? "PostgreSQL" : "SQLite", time);
        }
    }

    private static Database postgres(Path folder) {
        PostgresServer.Place place = PostgresServer.running().freshDatabase();
        return TestDatabases.open(place.url(), folder, Optional.of(place.password()), Clock.systemUTC(), "webhooks");
    }

    private void run(String database, Duration time) throws Exception {
        try (Server server = new Server()) {
            server.burst(Duration.ofSeconds(5));
            say("%s, %d connections: %s".formatted(database, CONNECTIONS, server.burst(time)));
            say("%s, %d a second: %s".formatted(database, PACE, server.paced(time)));
            server.requireAllStored();
        }
        fill();
        long before = heap();
        long start = System.nanoTime();
        try (Server server = new Server()) {
            server.one();
            say("%s, %d wait: open and the first post stored after %d ms"
                    .formatted(database, WAITING, (System.nanoTime() - start) / 1_000_000));
            say("%s, %d wait, %d a second: %s".formatted(database, WAITING, PACE, server.paced(time)));
            say("%s, %d wait: heap %+d MiB".formatted(database, WAITING, (heap() - before) >> 20));
            say("%s, 1 MiB: %s".formatted(database, server.large()));
            server.requireAllStored();
        }
    }

    private static void say(String line) throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        System.out.println(line + " (load " + load + ")");
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void fill() {
        DeliveryIds ids = new DeliveryIds(Clock.systemUTC(), new SecureRandom());
        Posted posted = new Posted("POST", "application/json", Map.of(), Map.of());
        for (int i = 0; i < WAITING / 1_000; i++) {
            db.run(tx -> store.insert(
                    tx,
                    IntStream.range(0, 1_000)
                            .mapToObj(n -> store.fresh(
                                    ids.next(),
                                    Clock.systemUTC().instant(),
                                    new Accepted("bench", Json.parseExact(json(n, 2_000)), posted, 2_000, List.of())))
                            .toList()));
        }
        number.addAndGet(WAITING);
    }

    private static String json(int n, int size) {
        return "{\"number\": " + n + ", \"title\": \"Bench\", \"message\": \"" + "lorem ipsum ".repeat(size / 12) + "\"}";
    }

    /** The way in behind a real listener. */
    private final class Server implements AutoCloseable {
        private final Intake intake;
        private final HttpServer server;
        private final String path;

        Server() {
            Hooks hooks = Hooks.open(
                    config, URI.create("http://127.0.0.1"), db, vault, Clock.systemUTC(), new SecureRandom());
            path = hooks.address("bench").orElseThrow().getRawPath();
            intake = new Intake(
                    config,
                    new Intake.Ground(
                            hooks, db, store, new Waiting(), new Metrics(), Clock.systemUTC(), new SecureRandom()));
            Routes routes = new Routes();
            new WebhookRoutes(routes, false).open(intake);
            server = HttpServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Limits.usual(),
                    Proxies.trusting(List.of()),
                    routes,
                    new Random());
        }

        /** Every connection posts as fast as it is answered. */
        String burst(Duration time) throws Exception {
            long end = System.nanoTime() + time.toNanos();
            return figures(time, connection -> {
                List<Long> took = new ArrayList<>();
                while (System.nanoTime() < end) {
                    took.add(connection.post(json(number.incrementAndGet(), 2_000)));
                }
                return took;
            });
        }

        /** So many a second over all connections, counted from when each should have been sent. */
        String paced(Duration time) throws Exception {
            long begin = System.nanoTime();
            long all = PACE * time.toSeconds();
            AtomicInteger next = new AtomicInteger();
            return figures(time, connection -> {
                List<Long> took = new ArrayList<>();
                for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
                    long due = begin + i * (1_000_000_000L / PACE);
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    connection.post(json(number.incrementAndGet(), 2_000));
                    took.add(System.nanoTime() - due);
                }
                return took;
            });
        }

        void one() throws IOException {
            try (Connection connection = new Connection(server.port(), path)) {
                connection.post(json(number.incrementAndGet(), 2_000));
            }
        }

        String large() throws IOException {
            try (Connection connection = new Connection(server.port(), path)) {
                List<Long> took = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    took.add(connection.post(json(number.incrementAndGet(), 1 << 20)));
                }
                return spread(took);
            }
        }

        private interface Work {
            List<Long> on(Connection connection) throws IOException;
        }

        private String figures(Duration time, Work work) throws Exception {
            List<Long> all = new ArrayList<>();
            long before = processor();
            try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<List<Long>>> tasks = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    tasks.add(() -> {
                        try (Connection connection = new Connection(server.port(), path)) {
                            return work.on(connection);
                        }
                    });
                }
                for (Future<List<Long>> one : senders.invokeAll(tasks)) {
                    all.addAll(one.get());
                }
            }
            double busy = (processor() - before) / 1e6 / all.size();
            return "%.0f acknowledged a second, %s, processor %.2f ms each with its sender"
                    .formatted((double) all.size() / time.toSeconds(), spread(all), busy);
        }

        /** Nanoseconds of this process. */
        private static long processor() {
            return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
        }

        private static String spread(List<Long> nanos) {
            List<Long> sorted = nanos.stream().sorted().toList();
            return String.format(
                    Locale.ROOT,
                    "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                    sorted.get(sorted.size() / 2) / 1e6,
                    sorted.get(sorted.size() * 99 / 100) / 1e6,
                    sorted.getLast() / 1e6);
        }

        void requireAllStored() {
            long rows = db.read(tx -> store.waiting(tx)).rows();
            if (rows != number.get()) {
                throw new IllegalStateException(number.get() + " acknowledged, " + rows + " stored");
            }
        }

        @Override
        public void close() {
            server.close();
            intake.close();
        }
    }

    /** One kept-alive connection of a plain sender. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final String head;

        Connection(int port, String path) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            head = "POST " + path + " HTTP/1.1\r\nHost: hooks.example.org\r\nContent-Type: application/json\r\nContent-Length: ";
        }

        /** Nanoseconds until the 202. */
        long post(String json) throws IOException {
            long start = System.nanoTime();
            byte[] request = (head + json.length() + "\r\n\r\n" + json).getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(request);
            String answer = answer(socket.getInputStream());
            if (!answer.startsWith("HTTP/1.1 202") || !answer.endsWith("{\"ok\":true}")) {
                throw new IOException("not acknowledged: " + answer);
            }
            return System.nanoTime() - start;
        }

        private static String answer(InputStream in) throws IOException {
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[4096];
            while (answer.indexOf("{\"ok\":") < 0 || answer.charAt(answer.length() - 1) != '}') {
                int count = in.read(buffer);
                if (count < 0) {
                    throw new IOException("hung up: " + answer);
                }
                answer.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
            }
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

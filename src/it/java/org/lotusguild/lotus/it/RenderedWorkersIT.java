package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.Worker;
import org.lotusguild.lotus.stack.render.Samples;
import org.lotusguild.lotus.store.PostgresServer;

/** {@code size: large} as it is rendered: nginx, Synapse with six workers, Redis and PostgreSQL, and fifty people. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
final class RenderedWorkersIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int PEOPLE = 50;

    /** So that fifty people need no minute to sign in, and are not held back. */
    private static final String TEST = """
            bcrypt_rounds: 4
            filter_timeline_limit: 1000
            rc_login: {address: &free {per_second: 10000, burst_count: 10000}, account: *free, failed_attempts: *free}
            rc_joins: {local: *free, remote: *free}
            rc_joins_per_room: *free
            rc_message: *free
            rc_room_creation: *free
            """;

    private final List<Child> children = new ArrayList<>();
    private final Map<String, Child> workers = new HashMap<>();
    private Path folder;
    private Plan plan;
    private RenderedTree tree;
    private Path python;
    private Visitors visitors;

    @BeforeAll
    void start(@TempDir Path temporary) throws SQLException {
        folder = temporary;
        python = Tools.wholeSynapsePython();
        PostgresServer.Place place = PostgresServer.running().freshDatabase();
        plan = plan(place);
        database(place);
        tree = RenderedTree.of(folder, plan, "all");
        tree.certificates(List.of("example.org", "localhost"));
        tree.write(tree.at("/etc/matrix-synapse/conf.d/test.yaml"), TEST);
        homeserver("homeserver", List.of("--generate-keys")).awaitEnd(LIMIT);
        redis();
        Child main = kept(homeserver("homeserver", List.of()));
        Await.until(LIMIT, "the main process", () -> well(main, plan.port(Service.SYNAPSE)));
        plan.workers().forEach(worker -> workers.put(worker.name(), kept(worker(worker))));
        plan.workers().stream()
                .filter(worker -> worker.kind().routed())
                .forEach(worker -> Await.until(LIMIT, worker.name(), () -> well(process(worker.name()), plan.port(worker))));
        kept(Child.start("nginx", folder, List.of(ServerPackages.program("nginx").toString(), "-c", tree.nginx().toString())));
        visitors = new Visitors(
                "https://localhost:" + plan.port(Service.HTTPS),
                "http://127.0.0.1:" + plan.port(Service.SYNAPSE),
                Samples.secrets().value(SecretName.REGISTRATION_SHARED).value());
        Await.until(LIMIT, "nginx", visitors::reachable);
    }

    @AfterAll
    void stop() {
        children.reversed().forEach(Child::close);
    }

    private static Plan plan(PostgresServer.Place place) {
        int range = 15_000 + (int) (ProcessHandle.current().pid() % 80) * 200;
        Object[] ports = Stream.generate(Synapse::freePort).distinct().limit(7).toArray();
        String database = place.url().replaceAll(".*:(\\d+)/.*", "$1");
        return Samples.planOf("""
                stack:
                  server-name: example.org
                  public-name: localhost
                  federation: closed
                  size: large
                  ipv6: false
                  hosts: {all: {address: 127.0.0.1, memory: 4GiB, roles: [synapse, postgres, proxy, lotus]}}
                  ports:
                    workers: %d-%d
                    worker-metrics: %d-%d
                    worker-replication: %d-%d
                """.formatted(range, range + 49, range + 50, range + 99, range + 100, range + 149)
                + "    postgres: " + database + "\n"
                + "    http: %d\n    https: %d\n    synapse: %d\n    synapse-metrics: %d\n    replication: %d\n    redis: %d\n    lotus: %d\n"
                        .formatted(ports));
    }

    /** As {@code INSTALL.md} says; the password is the one of the rendered pgpass file. */
    private static void database(PostgresServer.Place place) throws SQLException {
        String password = Samples.secrets().value(SecretName.DB_SYNAPSE).value();
        String url = "jdbc:" + place.url().replaceAll("//[^@]+@", "//");
        try (var connection = DriverManager.getConnection(url, "lotus", place.password().value());
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists synapse");
            statement.execute("drop role if exists synapse");
            statement.execute("create role synapse login password '" + password + "'");
            statement.execute("create database synapse encoding 'UTF8' lc_collate 'C' lc_ctype 'C' template template0"
                    + " owner synapse");
        }
    }

    private void redis() {
        kept(Child.start(
                "Redis",
                folder,
                List.of(
                        ServerPackages.program("redis-server").toString(),
                        "--port",
                        Integer.toString(plan.port(Service.REDIS)),
                        "--bind",
                        "127.0.0.1",
                        "--requirepass",
                        Samples.secrets().value(SecretName.REDIS).value(),
                        "--save",
                        "")));
    }

    private Child homeserver(String app, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                python.toString(),
                "-m",
                "synapse.app." + app,
                "-c",
                tree.at("/etc/matrix-synapse/homeserver.yaml").toString(),
                "-c",
                tree.at("/etc/matrix-synapse/conf.d").toString()));
        command.addAll(more);
        return Child.start("Synapse " + app + more, folder, command);
    }

    private Child worker(Worker worker) {
        return homeserver(
                "generic_worker",
                List.of("-c", tree.at("/etc/matrix-synapse/workers/" + worker.name() + ".yaml").toString()));
    }

    private Child kept(Child child) {
        children.add(child);
        return child;
    }

    private Child process(String name) {
        return Objects.requireNonNull(workers.get(name), name);
    }

    private static boolean well(Child child, int port) {
        if (!child.alive()) {
            throw new AssertionError(child.output());
        }
        return Health.well("http://127.0.0.1:" + port + "/health");
    }

    private Worker named(String name) {
        return plan.workers().stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void fiftyPeopleTalkThroughWorkersOfWhichTwoDie() throws Exception {
        List<Visitors.Visitor> people = all(IntStream.range(0, PEOPLE).boxed().toList(), i -> visitors.made("person" + i));
        String room = people.getFirst().createRoom();
        all(people, person -> person.join(room));

        Set<String> sent = ConcurrentHashMap.newKeySet();
        sent.addAll(all(people, person -> person.send(room, "before")));
        process("sync-1").signal("KILL");
        process("client-1").signal("KILL");
        sent.addAll(all(people, person -> person.send(room, "while two are gone")));
        for (String name : List.of("sync-1", "client-1")) {
            process(name).awaitEnd(LIMIT);
            workers.put(name, kept(worker(named(name))));
            Await.until(LIMIT, name, () -> well(process(name), plan.port(named(name))));
        }
        sent.addAll(all(people, person -> person.send(room, "after")));

        assertThat(sent).hasSize(3 * PEOPLE);
        assertThat(all(people, person -> person.awaitAll(room, sent, LIMIT))).allMatch(seen -> seen.equals(sent));
        everybodyAnsweredWhatIsTheirs();
    }

    /** The main process answers nothing that a worker should, but for what came while the worker was gone. */
    private void everybodyAnsweredWhatIsTheirs() throws IOException {
        assertThat(paths("homeserver")).noneMatch(path -> path.contains("/sync") || path.contains("/media/"));
        assertThat(paths("sync-2")).isNotEmpty().allMatch(path -> path.contains("/sync"));
        assertThat(paths("client-1"))
                .anyMatch(path -> path.contains("/login"))
                .anyMatch(path -> path.contains("/send/m.room.message"))
                .noneMatch(path -> path.contains("/sync"));
    }

    /** What a process was asked for, from its log; flushed within five seconds. */
    private Set<String> paths(String process) throws IOException {
        Path log = tree.at("/var/log/matrix-synapse/" + process + ".log");
        Set<String> paths = new TreeSet<>();
        for (String line : Files.readAllLines(log)) {
            int at = line.indexOf("\"", line.indexOf("Processed request"));
            if (line.contains("synapse.access.http") && at > 0 && !line.contains("/health") && !line.contains("/_synapse/replication")) {
                paths.add(line.substring(at + 1, line.indexOf(' ', line.indexOf(' ', at) + 1)));
            }
        }
        return paths;
    }

    private interface Work<T, R> {
        R of(T one) throws Exception;
    }

    /** Ten at a time. */
    private static <T, R> List<R> all(List<T> many, Work<T, R> work) throws Exception {
        try (var pool = Executors.newFixedThreadPool(10)) {
            List<Future<R>> running = new ArrayList<>();
            many.forEach(one -> running.add(pool.submit(() -> work.of(one))));
            List<R> done = new ArrayList<>();
            for (Future<R> one : running) {
                done.add(one.get());
            }
            return done;
        }
    }
}

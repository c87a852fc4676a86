package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.Worker;
import org.lotusguild.lotus.stack.render.Samples;

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

    private static final DateTimeFormatter LOGGED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Map<String, Child> workers = new HashMap<>();
    private final int database = Synapse.freePort();
    private Plan plan;
    private RenderedTree tree;
    private RenderedHost host;
    private Visitors visitors;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path programs = ServerPackages.postgres("postgres").resolveSibling("");
        int major = Integer.parseInt(programs.getName(programs.getNameCount() - 2).toString());
        plan = plan(major);
        tree = RenderedTree.of(folder, plan, "all");
        tree.certificates(List.of("example.org", "localhost"));
        host = new RenderedHost(folder, plan, tree, List.of(Tools.wholeSynapsePython().toString()), TEST);
        postgres(RenderedPostgres.made(Files.createDirectory(folder.resolve("postgres")), programs, major, plan));
        host.redis();
        host.serve();
        plan.workers().forEach(worker -> workers.put(worker.name(), host.serve(worker)));
        plan.workers().forEach(worker -> host.await(worker, process(worker.name())));
        host.proxy();
        visitors = new Visitors(
                "https://localhost:" + plan.port(Service.HTTPS),
                "http://127.0.0.1:" + plan.port(Service.SYNAPSE),
                Samples.secrets().value(SecretName.REGISTRATION_SHARED).value());
        Await.until(LIMIT, "nginx", visitors::reachable);
    }

    private void postgres(RenderedPostgres cluster) {
        host.kept(cluster.start(database));
        Await.until(LIMIT, "PostgreSQL", () -> cluster.psql(database, "postgres", "-c", "select 1").code() == 0);
        cluster.install(database, plan);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private Plan plan(int major) {
        int range = 15_000 + (int) (ProcessHandle.current().pid() % 80) * 200;
        Object[] ports = Stream.generate(Synapse::freePort)
                .distinct()
                .filter(port -> port != database)
                .limit(7)
                .toArray();
        return Samples.planOf("""
                stack:
                  server-name: example.org
                  public-name: localhost
                  federation: closed
                  size: large
                  ipv6: false
                  hosts: {all: {address: 127.0.0.1, memory: 1GiB, roles: [synapse, postgres, proxy, lotus]}}
                  versions: {postgresql: "%d"}
                  ports:
                    workers: %d-%d
                    worker-metrics: %d-%d
                    worker-replication: %d-%d
                    postgres: %d
                """.formatted(major, range, range + 49, range + 50, range + 99, range + 100, range + 149, database)
                + "    http: %d\n    https: %d\n    synapse: %d\n    synapse-metrics: %d\n    replication: %d\n    redis: %d\n    lotus: %d\n"
                        .formatted(ports));
    }

    private Child process(String name) {
        return Objects.requireNonNull(workers.get(name), name);
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
        all(people, person -> person.awaitAll(room, sent, LIMIT));
        String death = LOGGED.format(LocalDateTime.now());
        process("sync-1").signal("KILL");
        process("client-1").signal("KILL");
        sent.addAll(all(people, person -> person.send(room, "while two are gone")));
        for (String name : List.of("sync-1", "client-1")) {
            process(name).awaitEnd(LIMIT);
            workers.put(name, host.serve(named(name)));
            host.await(named(name), process(name));
        }
        sent.addAll(all(people, person -> person.send(room, "after")));

        assertThat(sent).hasSize(3 * PEOPLE);
        assertThat(all(people, person -> person.awaitAll(room, sent, LIMIT)))
                .as("nobody misses anything, nor hears it twice")
                .allMatch(seen -> Set.copyOf(seen).equals(sent) && seen.size() == sent.size());
        everybodyAnsweredWhatIsTheirs(death);
    }

    /** The main process answers nothing that a worker should, but for what came while the worker was gone. */
    private void everybodyAnsweredWhatIsTheirs(String death) throws IOException {
        List<Pattern> theirs = routes();
        assertThat(requests("homeserver", death))
                .isNotEmpty()
                .noneMatch(request -> theirs.stream().anyMatch(route -> route.matcher(request).find()));
        assertThat(requests("homeserver", "9")).noneMatch(request -> request.contains("/sync") || request.contains("/media/"));
        assertThat(requests("sync-2", "9")).isNotEmpty().allMatch(request -> request.contains("/sync"));
        assertThat(requests("client-1", death))
                .anyMatch(request -> request.contains("/login"))
                .anyMatch(request -> request.contains("/send/m.room.message"))
                .noneMatch(request -> request.contains("/sync"));
    }

    /** What the rendered proxy sends to somebody else than the main process. */
    private List<Pattern> routes() {
        List<Pattern> routes = Pattern.compile("(?m)^    \"~(.+)\" lotus_\\w+;$")
                .matcher(Samples.file(plan, plan.the(Role.PROXY), "/etc/nginx/conf.d/lotus-workers.conf"))
                .results()
                .map(route -> Pattern.compile(route.group(1)))
                .toList();
        assertThat(routes).hasSizeGreaterThan(50);
        return routes;
    }

    /** What people asked a process for until a moment, from its log, without queries; flushed within five seconds. */
    private Set<String> requests(String process, String until) throws IOException {
        Path log = tree.at("/var/log/matrix-synapse/" + process + ".log");
        Set<String> requests = new TreeSet<>();
        for (String line : Files.readAllLines(log)) {
            int at = line.indexOf("\"", line.indexOf("Processed request"));
            if (line.contains("synapse.access.http")
                    && line.compareTo(until) < 0
                    && at > 0
                    && !line.contains("/health")
                    && !line.contains("/_synapse/replication")) {
                requests.add(line.substring(at + 1, line.indexOf(' ', line.indexOf(' ', at) + 1)).replaceFirst("\\?.*", ""));
            }
        }
        return requests;
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

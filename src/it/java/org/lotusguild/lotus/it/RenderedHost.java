package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.Worker;

/** The programs of a rendered tree, started with its files as their units start them: Synapse with its workers, and nginx. */
final class RenderedHost implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Path folder;
    private final Plan plan;
    private final RenderedTree tree;
    private final List<String> python;
    private final List<Child> children = new ArrayList<>();

    /**
     * @param folder in which the tree lies; others may enter it from now on, as they may enter the root of a host
     * @param python with Synapse, and what stands before it on its command line
     * @param settings of Synapse that belong to the test alone
     */
    RenderedHost(Path folder, Plan plan, RenderedTree tree, List<String> python, String settings) {
        this.folder = folder;
        this.plan = plan;
        this.tree = tree;
        this.python = List.copyOf(python);
        tree.write(tree.at("/etc/matrix-synapse/conf.d/test.yaml"), settings);
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synapse("homeserver", "--generate-keys").awaitEnd(LIMIT);
    }

    /** A database that needs no server. */
    static String onSqlite(Path file) {
        return "database: {name: sqlite3, args: {database: \"%s\"}}\n".formatted(file);
    }

    /** Starts the main process and waits until it serves. */
    Child serve() {
        Child main = kept(synapse("homeserver"));
        awaitHealth("Synapse", main, plan.port(Service.SYNAPSE));
        return main;
    }

    /** Starts a worker. */
    Child serve(Worker worker) {
        String file = tree.at("/etc/matrix-synapse/workers/" + worker.name() + ".yaml").toString();
        return kept(synapse("generic_worker", "-c", file));
    }

    /** Waits until a worker that is asked for something serves. */
    void await(Worker worker, Child child) {
        if (worker.kind().routed()) {
            awaitHealth(worker.name(), child, plan.port(worker));
        }
    }

    private static void awaitHealth(String what, Child child, int port) {
        Await.until(LIMIT, what, () -> {
            if (!child.alive()) {
                throw new AssertionError(child.output());
            }
            return Health.well("http://127.0.0.1:" + port + "/health");
        });
    }

    private Child synapse(String app, String... more) {
        List<String> files = List.of(
                "-m",
                "synapse.app." + app,
                "-c",
                tree.at("/etc/matrix-synapse/homeserver.yaml").toString(),
                "-c",
                tree.at("/etc/matrix-synapse/conf.d").toString());
        return Child.start(
                "Synapse " + app + " " + String.join(" ", more),
                folder,
                Stream.of(python, files, List.of(more)).flatMap(List::stream).toList());
    }

    /** Starts Redis and waits until it serves: Synapse only complains, and goes on without it. */
    Child redis() {
        tree.folder("var/lib/redis");
        Path log = tree.folder("var/log/redis").resolve("redis-server.log");
        Child redis = kept(Child.start(
                "Redis",
                folder,
                List.of(ServerPackages.program("redis-server").toString(), tree.at("/etc/redis/redis.conf").toString())));
        Await.until(LIMIT, "Redis", () -> {
            if (!redis.alive()) {
                throw new AssertionError(redis.output());
            }
            return saysReady(log);
        });
        return redis;
    }

    private static boolean saysReady(Path log) {
        try {
            return Files.exists(log) && Files.readString(log).contains("Ready to accept connections");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Child proxy() {
        return kept(Child.start(
                "nginx", folder, List.of(ServerPackages.program("nginx").toString(), "-c", tree.nginx().toString())));
    }

    /** Ends with the others. */
    Child kept(Child child) {
        children.add(child);
        return child;
    }

    @Override
    public void close() {
        children.reversed().forEach(Child::close);
    }
}

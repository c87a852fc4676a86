package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

/** A backup that is killed while it writes. */
class BackupKillTest {
    private static final long LARGE = 1L << 30;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void leavesOnlyAPartialOneThatTheNextRunRemoves() throws Exception {
        Path home = home();
        Path shelf = folder.resolve("backups");
        assertThat(run(home, shelf)).isZero();
        Path picture = home.resolve("synapse/media/local_content/x");
        try (RandomAccessFile large = new RandomAccessFile(picture.toFile(), "rw")) {
            large.setLength(LARGE);
        }
        awaitNextSecond();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        classPath(),
                        Main.class.getName(),
                        "backup",
                        "run",
                        "--home",
                        home.toString(),
                        "--path",
                        shelf.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        while (partials(shelf).isEmpty()) {
            assertThat(process.isAlive())
                    .as(Files.readString(folder.resolve("out")))
                    .isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        process.destroyForcibly().waitFor();

        assertThat(partials(shelf)).hasSize(1);
        assertThat(new Captured().run("backup", "list", "--home", home.toString(), "--path", shelf.toString()))
                .isZero();
        Files.writeString(picture, "small again");
        awaitNextSecond();
        assertThat(run(home, shelf)).isZero();
        assertThat(partials(shelf)).isEmpty();
        assertThat(new Captured().run("backup", "verify", "--home", home.toString(), "--path", shelf.toString()))
                .isZero();
    }

    /** A backup has the second for its name. */
    private static void awaitNextSecond() {
        long now = System.currentTimeMillis() / 1000;
        while (System.currentTimeMillis() / 1000 == now) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Of this test, whether the runner put it on the command line or into a class loader. */
    private static String classPath() {
        if (Main.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private static int run(Path home, Path shelf) {
        return new Captured().run("backup", "run", "--home", home.toString(), "--path", shelf.toString());
    }

    private static List<Path> partials(Path shelf) throws IOException {
        try (Stream<Path> all = Files.list(shelf)) {
            return all.filter(path -> path.toString().endsWith(".partial")).toList();
        }
    }

    private Path home() throws IOException {
        Path home = folder.resolve("guild");
        Files.createDirectories(home.resolve("secrets"));
        Path key =
                Files.writeString(home.resolve("secrets/vault-key"), "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(home.resolve("lotus.yaml"), """
                homeserver: {url: "http://127.0.0.1:1", server-name: lotus.test, registration: registration.yaml}
                """);
        Files.createDirectories(home.resolve("synapse/media/local_content"));
        Files.writeString(home.resolve("synapse/homeserver.yaml"), """
                server_name: lotus.test
                database: { name: sqlite3, args: { database: ../lotus.db } }
                media_store_path: media
                """);
        try (Database both = TestDatabases.sqlite(home, new TestClock(Instant.EPOCH), "crypto", "matrix")) {
            both.run(tx -> {
                for (String table : List.of("users", "events", "rooms", "devices", "e2e_one_time_keys_json")) {
                    tx.sql("create table " + table + " (x text)").update();
                }
                tx.sql("create table schema_version (version integer)").update();
                tx.sql("insert into schema_version values (92)").update();
            });
        }
        return home;
    }
}

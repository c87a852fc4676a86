package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.store.PostgresServer;
import org.lotusguild.lotus.store.TestDatabases;

/** Backups of databases on a real PostgreSQL, with its own programs. */
@Timeout(120)
final class PostgresBackupIT {
    private static final List<String> SCHEMA = List.of(
            "create table users (name text)",
            "create table events (id text, body text)",
            "create table rooms (id text)",
            "create table devices (id text)",
            "create table schema_version (version integer)",
            "create table e2e_one_time_keys_json (key text)",
            "insert into schema_version values (92)",
            "insert into users values ('@alice:lotus.test')",
            "insert into e2e_one_time_keys_json values ('spent')",
            "insert into events select 'e' || n, repeat(md5(n::text), 4) from generate_series(1, 20000) n",
            "alter table events set (autovacuum_vacuum_scale_factor = 0.02)");

    private static PostgresServer server;

    @TempDir
    Path folder;

    private Plot plot;
    private PostgresServer.Place synapse;
    private PostgresServer.Place lotus;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(installed());
    }

    /** The folder with {@code bin} of the newest PostgreSQL of the system. */
    private static Path installed() {
        return PostgresTools.installed(name -> Optional.ofNullable(System.getenv(name))).stream()
                .map(PostgresTools::folder)
                .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
                .reduce((older, newer) -> newer)
                .map(folder -> folder.resolve("..").normalize())
                .orElseThrow(() -> new AssertionError("PostgreSQL is missing: apt-get install postgresql"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void lay() throws IOException, SQLException {
        plot = Plot.in(folder);
        synapse = server.freshDatabase();
        lotus = server.freshDatabase();
        SCHEMA.forEach(sql -> execute(synapse, sql));
        TestDatabases.open(lotus.url(), plot.home, Optional.of(lotus.password()), plot.clock, "crypto", "matrix").close();
    }

    private static Connection connection(PostgresServer.Place place) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + place.url().replace("lotus@", ""), "lotus", place.password().value());
    }

    private static void execute(PostgresServer.Place place, String sql) {
        try (Connection connection = connection(place);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String asked(PostgresServer.Place place, String sql) {
        try (Connection connection = connection(place);
                var rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static PostgresAddress address(PostgresServer.Place place) {
        return PostgresAddress.of(place.url(), Optional.of(place.password()));
    }

    private Path backup() {
        Sources files = plot.sources();
        Sources sources = new Sources(
                files.home(),
                files.serverName(),
                List.of(
                        new DatabaseSource.Postgres("synapse", address(synapse)),
                        new DatabaseSource.Postgres("lotus", address(lotus))),
                files.media(),
                files.files(),
                files.secrets(),
                List.of());
        return plot.backups().run(sources, Keep.USUAL, plot.recipient(), List.of()).backup().folder();
    }

    private Verification.Proven verify(Path backup) {
        return plot.backups()
                .verify(backup, new Verification.Wish(true, Optional.empty(), part -> Optional.of(address(synapse))));
    }

    private void restore(Path backup, PostgresServer.Place forSynapse, PostgresServer.Place forLotus) {
        Restore.Addresses addresses =
                (part, homeserver) -> Optional.of(address(part.equals("synapse") ? forSynapse : forLotus));
        new Restore(
                        backup,
                        new Restore.Wish(folder.resolve("new"), folder.resolve("root"), Optional.of(plot.identity), addresses),
                        plot.world())
                .run();
    }

    @Test
    void isProvenAndComesBackWithoutSpentKeys() {
        Path backup = backup();
        assertThat(Manifest.read(backup).databases().getFirst().counts())
                .isEqualTo(Map.of("users", 1L, "events", 20_000L, "rooms", 0L, "devices", 0L, "schema_version", 92L));
        assertThat(verify(backup).databases()).containsExactly("synapse", "lotus");
        assertThat(asked(synapse, "select count(*) from pg_database where datname like 'lotus_verify%'")).isEqualTo("0");

        PostgresServer.Place back = server.freshDatabase();
        restore(backup, back, server.freshDatabase());
        assertThat(asked(back, "select count(*) from events")).isEqualTo("20000");
        assertThat(asked(back, "select count(*) from e2e_one_time_keys_json")).isEqualTo("0");
        assertThat(asked(back, "select reloptions::text from pg_class where relname = 'events'"))
                .contains("autovacuum_vacuum_scale_factor=0.02");
    }

    @Test
    void countsWhatItDumpsWhileTheServerGoesOn() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread busy = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                execute(synapse, "insert into events values ('more', 'x')");
            }
        });
        Path backup;
        try {
            backup = backup();
        } finally {
            over.set(true);
            busy.join();
        }
        verify(backup);
        assertThat(Manifest.read(backup).databases().getFirst().counts().get("events")).isGreaterThanOrEqualTo(20_000L);
    }

    @Test
    void namesADamagedDumpAndRefusesToRestoreOverRows() throws IOException {
        Path backup = backup();
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> restore(backup, synapse, server.freshDatabase()))
                .withMessageContaining("is not empty");
        Path dump = backup.resolve("databases/synapse.dump");
        byte[] bytes = Files.readAllBytes(dump);
        bytes[bytes.length / 2] ^= 1;
        Files.write(dump, bytes);
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> verify(backup))
                .withMessageContaining("databases/synapse.dump is damaged");
    }

    @Test
    void saysThatAnotherUserMustMakeTheDatabaseOfAProof() {
        Path backup = backup();
        execute(synapse, "create role plain login password 'plain'");
        PostgresAddress there = address(synapse);
        PostgresAddress plain = new PostgresAddress(
                there.host(), there.port(), "plain", there.database(), Optional.of(new Secret("plain")));
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> plot.backups()
                        .verify(backup, new Verification.Wish(false, Optional.empty(), part -> Optional.of(plain))))
                .withMessageContaining("permission denied to create database")
                .satisfies(refused -> assertThat(refused.remedy()).contains("--scratch postgresql://user@host"));
    }

    @Test
    void saysThatTheServerDoesNotAnswerAndLeavesNothing() {
        PostgresAddress nobody = new PostgresAddress("127.0.0.1", 1, "lotus", "x", Optional.empty());
        Sources sources = new Sources(
                plot.home,
                Plot.SERVER,
                List.of(new DatabaseSource.Postgres("synapse", nobody)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> plot.backups().run(sources, Keep.USUAL, Optional.empty(), List.of()))
                .withMessageContaining("psql failed on postgresql://lotus@127.0.0.1:1/x");
        assertThat(plot.shelf.partials()).isEmpty();
        assertThat(plot.shelf.list()).isEmpty();
    }

    @Test
    void refusesAServerThatIsNewerThanEveryDumpProgram() {
        PostgresTools real = PostgresTools.installed(name -> Optional.ofNullable(System.getenv(name))).getLast();
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> PostgresTools.fitting(List.of(new PostgresTools(real.folder(), 9)), address(synapse)))
                .withMessageContaining("newer than every pg_dump here");
    }
}

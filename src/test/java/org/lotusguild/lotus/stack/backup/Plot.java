package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.archive.AgeKey;
import org.lotusguild.lotus.stack.trial.Progress;
import org.lotusguild.lotus.store.TestDatabases;

/** A home with a homeserver's database, media and configuration, and a folder for its backups. */
final class Plot implements Progress {
    static final String SERVER = "lotus.test";

    final SecureRandom random = new SecureRandom();
    final TestClock clock = new TestClock(Instant.parse("2026-11-25T03:30:00Z"));
    final Secret identity = AgeKey.identity(random);
    final List<String> said = new ArrayList<>();
    final Path home;
    final Shelf shelf;

    private Plot(Path folder) {
        home = folder.resolve("guild");
        shelf = new Shelf(folder.resolve("backups"));
    }

    static Plot in(Path folder) throws IOException {
        Plot plot = new Plot(folder);
        plot.lay();
        return plot;
    }

    private void lay() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/vault-key"), "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.writeString(home.resolve("lotus.yaml"), "homeserver: {}\n");
        Files.writeString(home.resolve("registration.yaml"), "as_token: abc\n");
        Files.createDirectories(home.resolve("synapse"));
        Files.writeString(home.resolve("synapse/homeserver.yaml"), """
                server_name: %s
                database: { name: sqlite3, args: { database: homeserver.db } }
                media_store_path: media
                signing_key_path: signing.key
                app_service_config_files: [../registration.yaml]
                """.formatted(SERVER));
        Files.writeString(home.resolve("synapse/signing.key"), "ed25519 a_x key\n");
        synapse(
                "create table users (name text)",
                "create table events (id text)",
                "create table rooms (id text)",
                "create table devices (id text)",
                "create table schema_version (version integer)",
                "create table e2e_one_time_keys_json (key text)",
                "insert into users values ('@alice:lotus.test'), ('@lotus:lotus.test')",
                "insert into events values ('$1'), ('$2'), ('$3')",
                "insert into schema_version values (92)",
                "insert into e2e_one_time_keys_json values ('spent')");
        TestDatabases.sqlite(home, clock, "crypto", "matrix").close();
        for (int i = 0; i < 3; i++) {
            medium("local_content/ab/cd/file" + i, "picture " + i);
        }
        medium("local_thumbnails/ab/cd/file0/32-32", "small picture");
        medium("remote_content/other.org/x", "not ours");
    }

    void synapse(String... statements) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("synapse/homeserver.db"));
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void medium(String path, String content) throws IOException {
        Path file = home.resolve("synapse/media").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    Sources sources() {
        Optional<SynapseFiles> synapse = FoundSources.synapse(home, SERVER, Optional.empty());
        return FoundSources.of(
                home, SERVER, new DatabaseSource.Sqlite("lotus", home.resolve("lotus.db")), synapse, List.of());
    }

    Backups.World world() {
        return new Backups.World(name -> Optional.ofNullable(System.getenv(name)), clock, random, this, "test");
    }

    Backups backups() {
        return new Backups(shelf, Optional.of(home), world());
    }

    Optional<String> recipient() {
        return Optional.of(AgeKey.recipientOf(identity));
    }

    /** Makes one, a day after the one before. */
    Path backup() {
        clock.advance(Duration.ofDays(1));
        return backups()
                .run(sources(), Keep.USUAL, recipient(), List.of())
                .backup()
                .folder();
    }

    Verification.Proven verify(Path backup) {
        return backups().verify(backup, new Verification.Wish(false, Optional.of(identity), part -> Optional.empty()));
    }

    @Override
    public void step(String sentence) {
        said.add(sentence);
    }

    @Override
    public void detail(String words) {}

    @Override
    public void warning(String sentence) {
        said.add("! " + sentence);
    }
}

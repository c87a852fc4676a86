package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.archive.Tar;
import org.lotusguild.lotus.store.TestDatabases;

/** Every command of {@code docs/operator/backup.md}, in its order, on a home that does not run. */
class BackupPageTest {
    private static final Path PAGE = Path.of("docs/operator/backup.md");
    private static final Pattern COMMAND = Pattern.compile("(?m)^lotus (.+)$");
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void lay() throws IOException, SQLException {
        home = folder.resolve("guild");
        Files.createDirectories(home.resolve("secrets"));
        secret("vault-key", KEY);
        secret("control-token", "a-token-that-nobody-may-see");
        Files.writeString(home.resolve("registration.yaml"), """
                id: lotus
                as_token: the-as-token-of-this-home
                hs_token: the-hs-token-of-this-home
                sender_localpart: lotus-sender
                url: null
                namespaces: {users: [{exclusive: true, regex: "@lotus.*:lotus.test"}]}
                """);
        Files.writeString(home.resolve("lotus.yaml"), """
                homeserver: {url: "http://127.0.0.1:1", server-name: lotus.test, registration: registration.yaml}
                http: {bind: "127.0.0.1:1", internal: "127.0.0.1:2"}
                bot: {}
                """);
        Files.createDirectories(home.resolve("synapse/media/local_content/ab"));
        Files.writeString(home.resolve("synapse/media/local_content/ab/x"), "a picture");
        Files.writeString(home.resolve("synapse/homeserver.yaml"), """
                server_name: lotus.test
                database: { name: sqlite3, args: { database: homeserver.db } }
                media_store_path: media
                app_service_config_files: [../registration.yaml]
                """);
        synapse();
        TestDatabases.sqlite(home, new TestClock(java.time.Instant.EPOCH), Tables.OF_THE_PROGRAM.toArray(String[]::new))
                .close();
    }

    private void secret(String name, String value) throws IOException {
        Path file = Files.writeString(home.resolve("secrets").resolve(name), value + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void synapse() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("synapse/homeserver.db"));
                var statement = connection.createStatement()) {
            for (String table : List.of("users", "events", "rooms", "devices", "e2e_one_time_keys_json")) {
                statement.execute("create table " + table + " (x text)");
            }
            statement.execute("create table schema_version (version integer)");
            statement.execute("insert into schema_version values (92)");
        }
    }

    private record Ran(int exit, String out, String err) {}

    private static Ran run(String words) {
        Captured captured = new Captured();
        int exit = captured.run(words.split(" "));
        return new Ran(exit, captured.out(), captured.err());
    }

    private Ran onHome(String words) {
        String here =
                words.replace("/media/usb", folder.toString()).replace("for-the-forum.tar", folder + "/bundle.tar");
        return run(here + " --home " + home);
    }

    private static Ran well(Ran ran) {
        assertThat(ran.exit()).as(ran.toString()).isZero();
        return ran;
    }

    @Test
    void everyCommandOfThePageDoesWhatItSays() throws IOException {
        List<String> commands = COMMAND.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(commands).contains("backup key /media/usb/lotus-backup-key", "backup run", "up");
        for (String command : commands) {
            switch (command.split(" ")[0]) {
                case "backup" -> {
                    if (command.startsWith("backup restore")) {
                        restored(command);
                    } else if (!command.equals("backup run") || !Files.exists(home.resolve("backups/last.json"))) {
                        well(onHome(command));
                    }
                }
                case "doctor" -> assertThat(onHome(command).out()).contains("does not run", "lotus up --home " + home);
                case "upgrade" -> assertThat(onHome(command).exit()).isIn(ExitCode.OK, ExitCode.FAILED);
                case "up" -> {} // what it does is the business of the integration tests
                default -> throw new AssertionError("nothing runs this command: " + command);
            }
        }
        bundleKeepsSecrets();
    }

    private void restored(String command) throws IOException {
        Path elsewhere = folder.resolve("new machine");
        String shelf = home.resolve("backups").toString();
        Captured captured = new Captured();
        List<String> words = new java.util.ArrayList<>(List.of(command.replace("/mnt/backups", shelf)
                .replace("/media/usb", folder.toString())
                .split(" ")));
        words.addAll(List.of("--home", elsewhere.toString()));
        assertThat(new Captured().run(words.toArray(String[]::new)))
                .as("asks first")
                .isEqualTo(ExitCode.USAGE);
        assertThat(elsewhere).doesNotExist();
        words.add("--yes");
        assertThat(captured.run(words.toArray(String[]::new)))
                .as(captured.err())
                .isZero();
        assertThat(captured.out()).contains("0 accounts", "Go on with: lotus up --home " + elsewhere);
        assertThat(elsewhere.resolve("secrets/vault-key")).hasContent(KEY + "\n");
        assertThat(elsewhere.resolve("synapse/media/local_content/ab/x")).hasContent("a picture");
    }

    private void bundleKeepsSecrets() throws IOException {
        Path bundle = folder.resolve("bundle.tar");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bundle)))
                .isEqualTo("rw-------");
        List<Tar.Entry> entries = Tar.read(Files.newInputStream(bundle));
        assertThat(entries).extracting(Tar.Entry::name).contains("lotus-doctor/page.txt", "lotus-doctor/lotus.yaml");
        String all = Files.readString(bundle, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(all)
                .contains("registration.yaml")
                .doesNotContain(KEY, "a-token-that-nobody-may-see", "the-as-token-of-this-home", "the-hs-token");
    }

    @Test
    void aRestoreWithoutTheKeySaysWhatItNeeds() {
        well(onHome("backup key /media/usb/lotus-backup-key"));
        well(onHome("backup run"));
        String shelf = home.resolve("backups").toString();
        Ran refused = run("backup restore --yes --path " + shelf + " --home " + folder.resolve("other"));
        assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("the secrets of the backup are closed", "--key FILE");
        Ran without =
                run("backup restore --yes --without-secrets --path " + shelf + " --home " + folder.resolve("other"));
        assertThat(well(without).out()).contains("lotus account reset-device");
    }

    @Test
    void aBackupWithoutAKeySaysLoudlyWhatIsMissing() {
        Ran ran = well(onHome("backup run"));
        assertThat(ran.out())
                .contains("SECRETS ARE LEFT OUT", "lotus backup key FILE")
                .doesNotContain("with secrets");
        assertThat(run("backup restore --yes --path " + home.resolve("backups") + " --home " + folder.resolve("other"))
                        .err())
                .contains("the backup holds no secrets");
    }

    @Test
    void theFiguresOfTheLastRunsAreMetrics() {
        org.lotusguild.lotus.base.metric.Metrics metrics = new org.lotusguild.lotus.base.metric.Metrics();
        BackupFigures.register(metrics, home.resolve("backups"), home);
        assertThat(metrics.text()).contains("lotus_backup_last_success_timestamp_seconds 0");
        well(onHome("backup run"));
        assertThat(metrics.text())
                .containsPattern("lotus_backup_last_success_timestamp_seconds 1\\d{9}")
                .contains("lotus_backup_last_verified_timestamp_seconds 0");
        assertThat(Optional.of(well(onHome("backup verify")).out()))
                .get()
                .asString()
                .contains("Proven: ");
        assertThat(metrics.text()).containsPattern("lotus_backup_last_verified_timestamp_seconds 1\\d{9}");
    }
}

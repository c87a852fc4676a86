package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.HostName;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.render.Samples;
import org.lotusguild.lotus.store.PostgresServer;

/**
 * A guild on PostgreSQL with the users, rights and passwords that are rendered: backed up while it lives, proven as the rendered
 * unit does, lost with its databases and folders, and put back.
 */
@Timeout(300)
final class PostgresDisasterIT {
    private static final String ANOTHERS_PROOF = "lotus_verify_00000000_999999999";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final int port = Synapse.freePort();
    private final int https = Synapse.freePort();
    private String stack;
    private Path passwords;
    private Path shelf;
    private Path key;
    private Plan plan;
    private RenderedPostgres cluster;

    @BeforeEach
    void lay() throws IOException {
        Path programs = ServerPackages.postgres("postgres").resolveSibling("");
        int major = Integer.parseInt(programs.getName(programs.getNameCount() - 2).toString());
        stack = """
                stack:
                  server-name: lotus.test
                  public-name: localhost
                  federation: closed
                  ipv6: false
                  hosts: {all: {address: 127.0.0.1, memory: 1GiB, roles: [synapse, postgres, proxy, lotus]}}
                  versions: {postgresql: "%d"}
                  ports: {postgres: %d, https: %d}
                """.formatted(major, port, https);
        plan = Samples.planOf(stack);
        Path data = Files.createDirectory(folder.resolve("postgres"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster = RenderedPostgres.made(data, programs, major, plan);
        passwords = folder.resolve("pgpass");
        shelf = folder.resolve("backups");
        key = folder.resolve("lotus-backup-key");
        passfile();
    }

    @Test
    void theGuildGoesOnWhenItsDatabasesAndFoldersAreLost() throws IOException {
        try (Child postgres = cluster.start(port)) {
            Await.until(LIMIT, "PostgreSQL", () -> cluster.psql(port, "postgres", "-c", "select 1").code() == 0);
            cluster.install(port, plan);
            try (ExistingServer server = ExistingServer.start(this::onPostgres, this::inHome)) {
                livesDiesAndLives(server);
            }
            assertThat(postgres.alive()).isTrue();
        }
    }

    private void passfile() throws IOException {
        closed(passwords, Samples.file(plan, plan.the(Role.SYNAPSE), "/etc/matrix-synapse/secrets/pgpass"));
    }

    private static void closed(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void onPostgres(Synapse synapse) {
        synapse.onPostgres("{ user: synapse, dbname: synapse, host: 127.0.0.1, port: %d, passfile: \"%s\", cp_max: 10 }"
                .formatted(port, passwords));
    }

    /** It knows the servers around it, as a home does for which they were rendered. */
    private void inHome(Home home) {
        home.database(database());
        home.append(stack);
    }

    private PostgresServer.Place database() {
        return new PostgresServer.Place(
                "postgresql://lotus@127.0.0.1:" + port + "/lotus",
                Samples.secrets().value(SecretName.DB_LOTUS));
    }

    private void livesDiesAndLives(ExistingServer server) throws IOException {
        Lotus lotus = server.lotus();
        String bot = server.bot();
        Person alice = server.person("alice");
        String room = server.roomWithBot(alice, RoomWish.encrypted());
        Seen before = alice.ping(room, bot);
        String picture = alice.sendFile(room, "cat.txt", "a picture of a cat".getBytes(StandardCharsets.UTF_8));
        backUp(server);
        proveAsTheUnitDoes(lotus);
        theDoctorKnocksAtEachServer(lotus);
        String lost = alice.text(room, "said after the backup, and lost with the disk");
        alice.seen(room, Wanted.event(lost));

        lotus.stop();
        server.stopHomeserver();
        lose(lotus, server.configuration().resolveSibling(""));
        restore(lotus);
        server.resumeHomeserver();
        lotus.up();

        Seen after = alice.ping(room, bot);
        assertThat(after.colour()).isZero();
        assertThat(after.device()).isEqualTo(lotus.status().botDevice()).isNotEqualTo(before.device());
        assertThat(alice.signedByOwner(bot, after.device())).isTrue();
        List<Seen> history = alice.history(room);
        assertThat(history)
                .as("each ping answered once, and all readable")
                .filteredOn(seen -> seen.sender().equals(bot) && seen.body().startsWith("Pong!"))
                .extracting(Seen::id)
                .containsExactlyInAnyOrder(before.id(), after.id());
        assertThat(history).filteredOn(Seen::encrypted).extracting(Seen::failure).containsOnly("");
        assertThat(history).extracting(Seen::id).doesNotContain(lost);
        Seen cat = history.stream().filter(seen -> seen.id().equals(picture)).findFirst().orElseThrow();
        assertThat(alice.readFile(Json.objectAt(cat.content(), "file")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("a picture of a cat");
    }

    private void backUp(ExistingServer server) {
        Lotus lotus = server.lotus();
        well(lotus.command("backup", "key", key.toString(), "--path", shelf.toString()));
        Lotus.Outcome made = well(lotus.command(
                "backup", "run", "--path", shelf.toString(), "--synapse", server.configuration().toString()));
        assertThat(made.out()).contains("with secrets.").doesNotContain("HOMESERVER IS NOT IN IT");
    }

    /** As a user who may make databases and is no superuser; what a killed proof left behind is gone afterwards. */
    private void proveAsTheUnitDoes(Lotus lotus) throws IOException {
        Path password = folder.resolve("db-verify");
        closed(password, Samples.file(plan, plan.the(Role.SYNAPSE), "/etc/lotus/secrets/db-verify"));
        String ofThisMachine = "lotus_verify_" + HostName.tag() + "_999999999";
        for (String name : List.of(ofThisMachine, ANOTHERS_PROOF)) {
            cluster.said(port, "postgres", "create database " + name + " owner lotus_verify");
        }
        List<String> words = new ArrayList<>(List.of(unit("lotus-backup-verify.service")
                .replace("--home /var/lib/lotus", "")
                .replace("/var/backups/lotus", shelf.toString())
                .replace("/etc/lotus/secrets/db-verify", password.toString())
                .split("\\s+")));
        words.addAll(List.of("--all", "--key", key.toString()));
        Lotus.Outcome proven = well(lotus.command(words.toArray(String[]::new)));
        assertThat(proven.out()).contains("restored: synapse, lotus");
        assertThat(cluster.said(port, "postgres", "select datname from pg_database where datname like 'lotus_verify%'"))
                .hasLineCount(1)
                .contains(ANOTHERS_PROOF);
        assertThat(cluster.said(
                        port,
                        "synapse",
                        "select rolsuper, rolcreatedb, has_table_privilege('lotus_verify', 'events', 'select')"
                                + " from pg_roles where rolname = 'lotus_verify'"))
                .isEqualTo("f|t|f\n");
    }

    private void theDoctorKnocksAtEachServer(Lotus lotus) {
        Lotus.Outcome page = lotus.command("doctor", "--path", shelf.toString());
        assertThat(page.out())
                .containsPattern("ok +postgres +answers at 127\\.0\\.0\\.1:" + port)
                .containsPattern("BAD +proxy +does not answer at 127\\.0\\.0\\.1:" + https);
        assertThat(page.exit()).isOne();
    }

    /** The words behind the program's name. */
    private String unit(String name) {
        String text = Samples.file(plan, plan.the(Role.SYNAPSE), "/etc/systemd/system/" + name).replace("\\\n", " ");
        return text.lines()
                .filter(line -> line.startsWith("ExecStart=/opt/lotus/lotus "))
                .map(line -> line.substring("ExecStart=/opt/lotus/lotus ".length()))
                .findFirst()
                .orElseThrow();
    }

    private void lose(Lotus lotus, Path synapse) throws IOException {
        for (String name : List.of("synapse", "lotus")) {
            cluster.said(port, "postgres", "drop database " + name + " with (force)");
        }
        for (Path gone : List.of(lotus.home().directory(), synapse, passwords)) {
            wipe(gone);
        }
        cluster.databases(port, plan);
    }

    private static void wipe(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    /** Before the servers' files are applied again it says what is missing; afterwards the same command goes on. */
    private void restore(Lotus lotus) throws IOException {
        String[] words = {"backup", "restore", "--yes", "--key", key.toString(), "--path", shelf.toString()};
        Lotus.Outcome early = lotus.command(words);
        assertThat(early.exit()).as(early.toString()).isEqualTo(1);
        assertThat(early.err()).contains("There is no " + passwords, "lotus apply");
        passfile();
        Lotus.Outcome restored = well(lotus.command(words));
        assertThat(restored.out()).contains("pg_restore ", "has a new device under the same identity", "Audit: ");
    }

    private static Lotus.Outcome well(Lotus.Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        return outcome;
    }
}

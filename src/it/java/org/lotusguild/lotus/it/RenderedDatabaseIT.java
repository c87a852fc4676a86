package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.render.Samples;
import org.lotusguild.lotus.store.PostgresServer;

/** PostgreSQL, the oldest and the newest that we name, and Redis judge the files that are written for them. */
final class RenderedDatabaseIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** A version and its programs. */
    record Installed(int major, Path programs) {}

    static Stream<Installed> versions() throws IOException {
        Path debian = ServerPackages.postgres("postgres").resolveSibling("");
        int major = Integer.parseInt(debian.getName(debian.getNameCount() - 2).toString());
        return Stream.of(new Installed(major, debian), new Installed(18, PostgresServer.binaries().resolve("bin")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void postgresTakesEveryLine(Installed version) throws IOException {
        Plan plan = Samples.planOf(
                Samples.text("five-hosts").replace("postgresql: \"17\"", "postgresql: \"" + version.major() + "\""));
        RenderedPostgres cluster = RenderedPostgres.made(folder, version.programs(), version.major(), plan);
        Ran asked = cluster.ran("postgres", "-D", cluster.data().toString(), "-C", "shared_buffers");
        assertThat(asked.output()).isEqualTo(1536 * 1024 / 8 + "\n"); // told in pages of 8 kB
        assertThat(asked.code()).isZero();
        int port = Synapse.freePort();
        try (Child server = cluster.start(port)) {
            Await.until(LIMIT, "PostgreSQL to answer", () -> cluster.psql(port, "postgres", "-c", "select 1").code() == 0);
            assertThat(cluster.said(port, "postgres", "select sourcefile, name, error from pg_file_settings where error is not null"))
                    .isEmpty();
            assertThat(cluster.said(port, "postgres", "select line_number, error from pg_hba_file_rules where error is not null"))
                    .isEmpty();
            assertThat(cluster.said(port, "postgres", "select type, database, user_name, address from pg_hba_file_rules"))
                    .isEqualTo("""
                            local|{all}|{postgres}|
                            local|{all}|{all}|
                            hostssl|{synapse}|{synapse}|10.20.0.29
                            hostssl|{lotus}|{lotus}|10.20.0.29
                            hostssl|{all}|{lotus_verify}|10.20.0.29
                            """);
            assertThat(cluster.said(port, "postgres", "show work_mem")).isEqualTo("15MB\n");
            visitsSynapsesBusyTables(cluster, port, plan);
        }
    }

    private void visitsSynapsesBusyTables(RenderedPostgres cluster, int port, Plan plan) throws IOException {
        cluster.said(port, "postgres", "create database synapse encoding 'UTF8' lc_collate 'C' lc_ctype 'C' template template0");
        for (Path schema : schemas(cluster)) {
            Ran made = cluster.psql(port, "synapse", "-q", "-v", "ON_ERROR_STOP=1", "-f", schema.toString());
            assertThat(made.code()).as(made.output()).isZero();
        }
        Path script = Files.writeString(
                folder.resolve("lotus-autovacuum.sql"),
                Samples.file(plan, plan.the(Role.POSTGRES), "/etc/postgresql/lotus-autovacuum.sql"));
        Ran first = cluster.psql(port, "synapse", "-f", script.toString());
        assertThat(first.output().lines()).hasSize(12).allMatch(line -> line.contains(" now has autovacuum_"));
        Ran second = cluster.psql(port, "synapse", "-f", script.toString());
        assertThat(second.output()).isEmpty();
        assertThat(second.code()).isZero();
        assertThat(cluster.said(port, "synapse", "select reloptions from pg_class where relname = 'events'"))
                .isEqualTo("{autovacuum_vacuum_scale_factor=0.02,autovacuum_analyze_scale_factor=0.01,"
                        + "autovacuum_vacuum_insert_scale_factor=0.05}\n");
        assertThat(cluster.psql(port, "postgres", "-f", script.toString()).output()).contains("there is no table events");
    }

    /** What the pinned Synapse makes its tables with, copied to where nobody can read it. */
    private List<Path> schemas(RenderedPostgres cluster) throws IOException {
        Ran where = Ran.of(
                folder,
                LIMIT,
                List.of(Tools.synapsePython().toString(), "-c", "import synapse.storage.schema as s; print(s.__path__[0])"));
        List<Path> copies = new ArrayList<>();
        for (String part : List.of("common", "state", "main")) {
            Path schema = Path.of(where.output().strip(), part, "full_schemas/72/full.sql.postgres");
            copies.add(Files.copy(schema, folder.resolve(part + ".sql")));
        }
        cluster.own();
        return copies;
    }

    @Test
    void redisTakesEveryLineAndAsksForThePassword() throws IOException {
        Plan plan = Samples.plan("large");
        int port = Synapse.freePort();
        String text = Samples.file(plan, plan.the(Role.REDIS), "/etc/redis/redis.conf")
                .replace("port 6379", "port " + port)
                .replace("dir /var/lib/redis", "dir " + folder)
                .replace("logfile /var/log/redis/redis-server.log", "logfile \"\"");
        Path file = Files.writeString(folder.resolve("redis.conf"), text);
        String program = ServerPackages.program("redis-server").toString();
        try (Child redis = Child.start("Redis", folder, List.of(program, file.toString()))) {
            Await.until(LIMIT, "Redis to listen", () -> redis.output().contains("Ready to accept connections"));
            assertThat(answers(port, "PING")).startsWith("-NOAUTH");
            String password = Samples.secrets().value(SecretName.REDIS).value();
            assertThat(answers(port, "AUTH " + password)).isEqualTo("+OK\r\n");
        }
    }

    private static String answers(int port, String line) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write((line + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return all.substring(0, all.indexOf('\n') + 1);
        }
    }
}

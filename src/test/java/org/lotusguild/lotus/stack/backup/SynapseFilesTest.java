package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;

/** Synapse's configuration, as far as a backup needs it. */
class SynapseFilesTest {
    @TempDir
    Path folder;

    private SynapseFiles read(String main, String... parts) throws IOException {
        Path file = Files.writeString(folder.resolve("homeserver.yaml"), main);
        Files.createDirectories(folder.resolve("conf.d"));
        for (int i = 0; i < parts.length; i++) {
            Files.writeString(folder.resolve("conf.d/" + i + ".yaml"), parts[i]);
        }
        return SynapseFiles.read(file);
    }

    @Test
    void readsTheTrialsWay() throws IOException {
        SynapseFiles synapse = read("""
                server_name: "lotus.test"
                listeners: [{port: 8008, type: http}]
                database: { name: sqlite3, args: { database: homeserver.db } }
                media_store_path: media
                log_config: log.yaml
                signing_key_path: signing.key
                app_service_config_files: [../registration.yaml]
                """);
        for (String name : new String[] {"log.yaml", "signing.key", "../registration.yaml"}) {
            Files.writeString(folder.resolve(name).normalize(), "x");
        }
        assertThat(synapse.serverName()).isEqualTo("lotus.test");
        assertThat(synapse.database()).isEqualTo(new DatabaseSource.Sqlite("synapse", folder.resolve("homeserver.db")));
        assertThat(synapse.media()).isEqualTo(folder.resolve("media"));
        assertThat(synapse.ports()).containsExactly(8008);
        assertThat(synapse.files())
                .containsExactly(
                        folder.resolve("homeserver.yaml"),
                        folder.resolve("log.yaml"),
                        folder.resolve("signing.key"),
                        folder.resolve("../registration.yaml").normalize());
    }

    @Test
    void handsOnWhatLibpqIsTold() throws IOException {
        Path passwords = folder.resolve("pgpass");
        SynapseFiles synapse = read("""
                server_name: example.org
                database:
                  name: psycopg2
                  args: {user: synapse, dbname: synapse, host: 10.20.0.44, passfile: %s, sslmode: require, cp_max: 10}
                """.formatted(passwords));
        PostgresAddress at = ((DatabaseSource.Postgres) synapse.database()).at();
        assertThat(at.environment()).isEqualTo(Map.of("PGPASSFILE", passwords.toString(), "PGSSLMODE", "require"));
        assertThat(at.lacking()).get().asString().contains("There is no " + passwords, "lotus apply");
        Files.writeString(passwords, "10.20.0.44:5432:synapse:synapse:hidden");
        assertThat(at.lacking()).isEmpty();
        assertThat(at.named("other").environment()).isEqualTo(at.environment());
    }

    @Test
    void letsTheLastFileWin() throws IOException {
        SynapseFiles synapse = read(
                "server_name: example.org\ndatabase: {name: sqlite3, args: {database: a.db}}\n",
                "database: {name: psycopg2, args: {user: a, dbname: one, host: db, port: 5433, password: hidden}}\n",
                "database: {name: psycopg2, args: {user: synapse_user, database: two, password: hidden}}\n");
        assertThat(synapse.database())
                .isEqualTo(new DatabaseSource.Postgres(
                        "synapse",
                        new PostgresAddress("", 5432, "synapse_user", "two", Optional.of(new Secret("hidden")))));
        assertThat(synapse.files()).hasSize(3);
        assertThat(synapse.database().toString()).doesNotContain("hidden");
    }
}

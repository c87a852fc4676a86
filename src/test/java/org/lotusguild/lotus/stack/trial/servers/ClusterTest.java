package org.lotusguild.lotus.stack.trial.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.secrets.SecretFolder;
import org.lotusguild.lotus.stack.trial.TrialException;

final class ClusterTest {
    @TempDir
    private Path folder;

    private Path home;
    private SecretFolder secrets;

    @BeforeEach
    void begin() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        secrets = new SecretFolder(home.resolve("secrets"), Optional.empty(), new SecureRandom());
        secrets.init();
        script("initdb", "echo '# made' > \"$2/postgresql.conf\"");
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Cluster cluster() {
        return new Cluster(home, folder.resolve("postgres"), new Unprivileged(Optional.empty()), Path.of("/no/python"));
    }

    @Test
    void showsNoPasswordOfAStatementThatFails() throws IOException {
        script("postgres", "read line; echo 'ERROR:  no room'; echo \"STATEMENT:  $line\"");
        String password = secrets.value(SecretName.DB_SYNAPSE).value();
        assertThatThrownBy(() -> cluster().make(secrets))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("ERROR:  no room")
                .hasMessageNotContaining(password);
        assertThat(Cluster.isIn(home)).isFalse();
        assertThat(home.resolve("postgresql.input")).doesNotExist();
    }

    @Test
    void placesTheRenderedFilesForTheirOwnerAlone() throws IOException {
        script("postgres", "cat > \"$3/heard\"");
        Cluster cluster = cluster();
        cluster.make(secrets);
        cluster.configure("port = 1\n", "local all\n");
        cluster.configure("port = 2\n", "local none\n");

        Path data = home.resolve("postgresql");
        assertThat(data.resolve("postgresql.conf")).hasContent("# made\ninclude_dir = 'conf.d'");
        assertThat(data.resolve("heard")).content().contains("create database lotus");
        assertThat(data.resolve("conf.d/lotus.conf")).hasContent("port = 2");
        assertThat(data.resolve("pg_hba.conf")).hasContent("local none");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("conf.d/lotus.conf"))))
                .isEqualTo("rw-------");
        assertThat(home.resolve("postgresql.input")).doesNotExist();
    }

    @Test
    void saysWhatStandsInTheWayOfTheFiles() throws IOException {
        script("postgres", "cat > /dev/null");
        Cluster cluster = cluster();
        cluster.make(secrets);
        Files.createDirectories(home.resolve("postgresql/pg_hba.conf.new"));
        assertThatThrownBy(() -> cluster.configure("", ""))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("pg_hba.conf.new");
    }
}

package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.AgeKey;

/** The way back, and what is in it. */
class RestoreTest {
    @TempDir
    Path folder;

    private Plot plot;
    private Path backup;
    private Path home;

    @BeforeEach
    void backUp() throws IOException {
        plot = Plot.in(folder);
        backup = plot.backup();
        home = folder.resolve("new/guild");
    }

    private Restore restore() {
        return restore(Optional.of(plot.identity));
    }

    private Restore restore(Optional<Secret> identity) {
        return new Restore(
                backup,
                new Restore.Wish(home, folder.resolve("root"), identity, (part, synapse) -> Optional.empty()),
                plot.world());
    }

    private void refused(String why) {
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> restore().refuse())
                .withMessageContaining(why);
    }

    @Test
    void bringsEverythingBack() throws IOException {
        restore().run();
        assertThat(home.resolve("lotus.yaml")).hasContent("homeserver: {}\n");
        assertThat(home.resolve("registration.yaml")).hasContent("as_token: abc\n");
        assertThat(home.resolve("synapse/signing.key")).exists();
        assertThat(home.resolve("secrets/vault-key")).hasSameTextualContentAs(plot.home.resolve("secrets/vault-key"));
        assertThat(home.resolve("synapse/media/local_content/ab/cd/file2")).hasContent("picture 2");
        assertThat(new SqliteStore(plot.clock, plot.random).examined("synapse", home.resolve("synapse/homeserver.db")))
                .containsEntry("events", 3L);
        assertThat(home.resolve("lotus.db")).exists();
        assertThat(Ownership.of(home)).endsWith(" rwx------");
        assertThat(Ownership.of(home.resolve("secrets"))).endsWith(" rwx------");
        assertThat(Ownership.of(home.resolve("secrets/vault-key"))).endsWith(" rw-------");
    }

    @Test
    void showsEachStepBeforeAndMeanwhile() throws IOException {
        String mine = Ownership.options(Ownership.of(plot.home.resolve("lotus.yaml")));
        String database = Ownership.options(Ownership.of(plot.home.resolve("synapse/homeserver.db")));
        assertThat(restore().plan())
                .contains("install -D " + mine + " " + backup + "/files/guild/lotus.yaml " + home + "/lotus.yaml")
                .contains("install -D " + database + " " + backup + "/databases/synapse.db " + home
                        + "/synapse/homeserver.db")
                .contains("cp -a " + backup + "/media/. " + home + "/synapse/media");
        assertThat(home).doesNotExist();
    }

    @Test
    void refusesADatabaseThatIsThere() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("lotus.db"), "x");
        refused("there is a database already: " + home.resolve("lotus.db"));
    }

    @Test
    void takesThePlaceOfADatabaseThatIsEmpty() throws IOException {
        Files.createDirectories(home);
        Files.createFile(home.resolve("lotus.db"));
        restore().run();
        assertThat(home.resolve("lotus.db")).isNotEmptyFile();
    }

    @Test
    void refusesMediaThatIsThere() throws IOException {
        Files.createDirectories(home.resolve("synapse/media/local_content"));
        refused("there is media in");
    }

    @Test
    void refusesAFolderOfMediaThatIsALink() throws IOException {
        Files.createDirectories(home.resolve("synapse"));
        Files.createSymbolicLink(home.resolve("synapse/media"), Files.createDirectory(folder.resolve("elsewhere")));
        refused(home.resolve("synapse/media") + " is a link");
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void refusesAnotherServerName() throws IOException {
        Files.createDirectories(home.resolve("synapse"));
        Files.writeString(home.resolve("synapse/homeserver.yaml"), "server_name: example.org\n");
        refused("is of lotus.test, but the configuration that is there is of example.org");
    }

    @Test
    void refusesWhileSomethingListensWhereSynapseWould() throws IOException {
        try (ServerSocket synapse = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.createDirectories(home.resolve("synapse"));
            Files.writeString(
                    home.resolve("synapse/homeserver.yaml"),
                    "server_name: lotus.test\nlisteners: [{port: " + synapse.getLocalPort() + "}]\n");
            refused("something listens on port " + synapse.getLocalPort());
        }
    }

    @Test
    void refusesADamagedBackupBeforeItWritesAnything() throws IOException {
        Files.writeString(backup.resolve("files/guild/lotus.yaml"), "changed");
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> restore().run())
                .withMessageContaining("files/guild/lotus.yaml is damaged");
        assertThat(home).doesNotExist();
    }

    @Test
    void keepsAConfigurationThatSomebodyPutThere() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("lotus.yaml"), "mine: true\n");
        restore().run();
        assertThat(home.resolve("lotus.yaml")).hasContent("mine: true\n");
    }

    @Test
    void saysThatTheKeyIsAnotherOne() {
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(
                        () -> restore(Optional.of(AgeKey.identity(plot.random))).run())
                .withMessageContaining("closed for another key");
    }

    @Test
    void tellsThatSecretsStayClosedWithoutTheirKey() {
        assertThat(restore(Optional.empty()).secretsStayClosed()).isTrue();
        assertThat(restore().secretsStayClosed()).isFalse();
        restore(Optional.empty()).run();
        assertThat(home.resolve("secrets")).doesNotExist();
    }
}

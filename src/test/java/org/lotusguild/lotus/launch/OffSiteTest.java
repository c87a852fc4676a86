package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word root takes for the program that it runs after a backup. */
class OffSiteTest {
    private static final String ROOT = "root";

    @TempDir
    Path folder;

    private Home home;
    private Path file;

    @BeforeEach
    void lay() throws IOException {
        file = Files.writeString(folder.resolve("lotus.yaml"), """
                homeserver: {url: "http://127.0.0.1:1", server-name: example.org, registration: registration.yaml}
                stack:
                  server-name: example.org
                  public-name: matrix.example.org
                  hosts: {guild: {address: 10.20.0.29, memory: 8GiB, roles: [synapse, postgres, proxy, lotus]}}
                  backups: {off-site: /usr/local/bin/copy-away}
                """);
        mode(file, "rw-r--r--");
        mode(folder, "rwxr-xr-x");
        Path key = Files.createDirectory(folder.resolve("secrets")).resolve("vault-key");
        mode(Files.writeString(key, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="), "rw-------");
        home = new Home(folder);
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private String owner() throws IOException {
        return Files.getOwner(file).getName();
    }

    /** As the home of a rendered guild is the bot's. */
    private void becomesSomebodyElses(Path path) throws IOException {
        if (Files.getOwner(path).getName().equals(ROOT)) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
    }

    @Test
    void rootRunsNoProgramThatAnothersFileNames() throws IOException {
        becomesSomebodyElses(file);
        OffSite found = OffSite.of(Optional.empty(), home, ROOT);
        assertThat(found.refused()).isTrue();
        assertThat(found.program()).isEmpty();
    }

    @Test
    void rootRunsNoProgramThatAFileInAnothersFolderNames() throws IOException {
        becomesSomebodyElses(folder);
        assertThat(OffSite.of(Optional.empty(), home, ROOT).refused()).isTrue();
    }

    @Test
    void whatTheCommandNamesIsRun() throws IOException {
        becomesSomebodyElses(file);
        OffSite found = OffSite.of(Optional.of("/bin/other"), home, ROOT);
        assertThat(found.refused()).isFalse();
        assertThat(found.program()).contains("/bin/other");
    }

    @Test
    void everybodyElseRunsWhatTheirFileNames() {
        OffSite found = OffSite.of(Optional.empty(), home, "lotus");
        assertThat(found.refused()).isFalse();
        assertThat(found.program()).contains("/usr/local/bin/copy-away");
    }

    @Test
    void nothingIsRefusedWhereNothingIsNamed() throws IOException {
        Files.delete(file);
        assertThat(OffSite.of(Optional.empty(), home, ROOT)).isEqualTo(new OffSite(Optional.empty(), false));
    }

    @Test
    void aFileIsItsOwnersWhereNobodyElseMayWrite() throws IOException {
        assertThat(OffSite.onlyChangedBy(owner(), file)).isTrue();
        assertThat(OffSite.onlyChangedBy("somebody-else", file)).isFalse();
        mode(file, "rw-rw-r--");
        assertThat(OffSite.onlyChangedBy(owner(), file)).isFalse();
        mode(file, "rw-r--r--");
        mode(folder, "rwxrwxrwx");
        assertThat(OffSite.onlyChangedBy(owner(), file)).isFalse();
    }

    @Test
    void aLinkIsJudgedByWhereItLeads(@TempDir Path other) throws IOException {
        Path target = Files.move(file, other.resolve("lotus.yaml"));
        Files.createSymbolicLink(file, target);
        assertThat(OffSite.onlyChangedBy(Files.getOwner(target).getName(), file))
                .isTrue();
        mode(other, "rwxrwxr-x");
        assertThat(OffSite.onlyChangedBy(Files.getOwner(target).getName(), file))
                .isFalse();
    }
}

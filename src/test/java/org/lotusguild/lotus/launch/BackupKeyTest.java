package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that closes the secrets of backups, and where it is noted. */
class BackupKeyTest {
    @TempDir
    Path folder;

    private record Ran(int exit, String err) {}

    private Ran key(String file, String... words) {
        List<String> all =
                new ArrayList<>(List.of("backup", "key", folder.resolve(file).toString()));
        all.addAll(List.of("--home", folder.resolve("guild").toString()));
        all.addAll(List.of(words));
        Captured captured = new Captured();
        return new Ran(captured.run(all.toArray(String[]::new)), captured.err());
    }

    private String[] on(String shelf) {
        return new String[] {"--path", folder.resolve(shelf).toString()};
    }

    private String noted(String shelf) throws IOException {
        return Files.readString(folder.resolve(shelf).resolve("recipient"));
    }

    @Test
    void isNotMadeForAHomeThatIsNotThere() {
        Ran refused = key("key");
        assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("there is no lotus.yaml in " + folder.resolve("guild"), "--home", "--path");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isMadeForAFolderOfBackups() throws IOException {
        assertThat(key("key", on("backups")).exit()).isZero();
        assertThat(Files.readString(folder.resolve("key")))
                .contains("AGE-SECRET-KEY-1", noted("backups").strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("backups"))))
                .isEqualTo("rwx------");
    }

    @Test
    void isNotReplacedUnasked() throws IOException {
        key("key", on("backups"));
        String first = noted("backups");
        Ran refused = key("another", on("backups"));
        assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("have a key already", "--replace");
        assertThat(folder.resolve("another")).doesNotExist();
        assertThat(noted("backups")).isEqualTo(first);

        assertThat(key(
                                "another",
                                "--replace",
                                "--path",
                                folder.resolve("backups").toString())
                        .exit())
                .isZero();
        assertThat(noted("backups")).isNotEqualTo(first);
        assertThat(Files.readString(folder.resolve("another")))
                .contains(noted("backups").strip());
    }

    @Test
    void leavesNoKeyBehindThatIsNotedNowhere() throws IOException {
        Path file = Files.createFile(folder.resolve("disk"));
        assertThat(key("key", on("disk/backups")).exit()).isNotZero();
        assertThat(folder.resolve("key")).doesNotExist();
        Files.delete(file);
        assertThat(key("key", on("disk/backups")).exit()).as("a second try").isZero();
    }

    @Test
    void notesNoKeyThatCouldNotBeWritten() {
        assertThat(key("no/such/folder/key", on("backups")).exit()).isNotZero();
        assertThat(folder.resolve("backups/recipient")).doesNotExist();
        assertThat(key("key", on("backups")).exit()).as("a second try").isZero();
        assertThat(folder.resolve("backups")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void leavesAFolderThatIsThereAsOpenAsItIs() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(key("key", on("disk")).exit()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(disk)))
                .isEqualTo("rwxr-xr-x");
    }
}

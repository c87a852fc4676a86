package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a restored file is, and the folders around it. */
class OwnershipTest {
    @TempDir
    Path folder;

    @Test
    void whoMayReadAFileMayEnterItsFolder() {
        assertThat(Ownership.ofFolder("root:matrix-synapse rw-r-----")).isEqualTo("root:matrix-synapse rwxr-x---");
        assertThat(Ownership.ofFolder("root:root rw-r--r--")).isEqualTo("root:root rwxr-xr-x");
        assertThat(Ownership.ofFolder(Ownership.closed("lotus:lotus rw-r--r--")))
                .isEqualTo("lotus:lotus rwx------");
        assertThat(Ownership.ofFolder("")).isEmpty();
    }

    @Test
    void filesOfAFolderAreNoPrograms() {
        assertThat(Ownership.ofFile("lotus:lotus rwx------")).isEqualTo("lotus:lotus rw-------");
        assertThat(Ownership.ofFile("")).isEmpty();
    }

    @Test
    void aWayIsMadeWithTheRightsOfItsOwner() throws IOException {
        String mine = Ownership.of(folder).replaceFirst(" .*", "");
        Unpacking.secret(new byte[] {1}, folder.resolve("guild/secrets/key"), mine + " rwxr-xr-x");
        assertThat(Ownership.of(folder.resolve("guild/secrets/key"))).isEqualTo(mine + " rw-------");
        assertThat(Ownership.of(folder.resolve("guild"))).isEqualTo(mine + " rwx------");
        Unpacking.file(
                folder.resolve("guild/secrets/key"),
                folder.resolve("etc/x/y"),
                mine + " rw-r-----",
                mine + " rwxr-x---");
        assertThat(Ownership.of(folder.resolve("etc/x/y"))).isEqualTo(mine + " rw-r-----");
        assertThat(Ownership.of(folder.resolve("etc"))).isEqualTo(mine + " rwxr-x---");
    }

    @Test
    void whatBelongsToAUserWhoIsNotThereIsClosed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Ownership.give(file, "nobody-of-this-name:nobody-of-this-name rw-------");
        Ownership.give(folder, "nobody-of-this-name:nobody-of-this-name rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }
}

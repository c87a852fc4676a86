package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
    void isSaidAsInstallTakesIt() {
        assertThat(Ownership.options("lotus:www-data rw-r-----")).isEqualTo("-o lotus -g www-data -m 640");
        assertThat(Ownership.options("root:root rwxr-xr-x")).isEqualTo("-o root -g root -m 755");
        assertThat(Ownership.options("")).isEqualTo("-m 600");
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
    void aLinkIsGivenToNobodyNorWhatItLeadsTo() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "x");
        Ownership.give(target, Ownership.closed(Ownership.of(target)));
        String before = Ownership.of(target);
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        assertThatIOException()
                .isThrownBy(() -> Ownership.give(
                        link, before.replaceFirst("root:root", "nobody:root").replaceFirst(" .*", " rw-rw-rw-")));
        assertThat(Ownership.of(target)).isEqualTo(before);
    }

    @Test
    void ofAWholeFolderLinksAreLeftOut() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Ownership.take(target);
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("in"));
        Files.writeString(tree.resolve("in/file"), "x");
        Files.createSymbolicLink(tree.resolve("in/link"), target);
        Unpacking.all(tree, Ownership.of(tree).replaceFirst(" .*", " rwxr-x---"));
        assertThat(Ownership.of(tree)).endsWith(" rwxr-x---");
        assertThat(Ownership.of(tree.resolve("in"))).endsWith(" rwxr-x---");
        assertThat(Ownership.of(tree.resolve("in/file"))).endsWith(" rw-r-----");
        assertThat(Ownership.of(target)).endsWith(" rwx------");
    }

    /** The time of the last change of an owner or a mode tells the order; the clock behind it ticks some times in so many files. */
    @Test
    void aFolderIsGivenAwayAfterAllThatIsInIt() throws IOException {
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("in"));
        for (int i = 0; i < 500; i++) {
            Files.createFile(tree.resolve("in/" + i));
        }
        Unpacking.all(tree, Ownership.of(tree));
        FileTime above = changed(tree);
        FileTime within = changed(tree.resolve("in"));
        assertThat(above).isGreaterThanOrEqualTo(within);
        for (int i = 0; i < 500; i++) {
            assertThat(within).isGreaterThanOrEqualTo(changed(tree.resolve("in/" + i)));
        }
    }

    private static FileTime changed(Path path) throws IOException {
        return (FileTime) Files.getAttribute(path, "unix:ctime");
    }

    @Test
    void whatAKilledRestoreLeftBehindIsInNobodysWay() throws IOException {
        String mine = Ownership.of(folder).replaceFirst(" .*", "");
        Files.createDirectory(folder.resolve("secrets.restoring"));
        Unpacking.folder(folder.resolve("secrets"), mine + " rwx------");
        Files.writeString(folder.resolve("secrets/key.restoring"), "half of th");
        Unpacking.secret(new byte[] {1}, folder.resolve("secrets/key"), mine + " rw-------");
        assertThat(folder.resolve("secrets/key")).hasBinaryContent(new byte[] {1});
        assertThat(folder).isDirectoryNotContaining("glob:**.restoring");
        assertThat(folder.resolve("secrets")).isDirectoryNotContaining("glob:**.restoring");
    }

    @Test
    void aSecretIsBesideItsPlaceUntilItIsWhole() throws IOException {
        String mine = Ownership.of(folder).replaceFirst(" .*", "");
        Files.createDirectories(folder.resolve("key.restoring/in the way"));
        assertThatIOException()
                .isThrownBy(() -> Unpacking.secret(new byte[] {1}, folder.resolve("key"), mine + " rw-------"));
        assertThat(folder.resolve("key")).doesNotExist();
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

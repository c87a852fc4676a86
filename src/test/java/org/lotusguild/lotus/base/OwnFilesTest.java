package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in folders in which somebody else may write, too. */
class OwnFilesTest {
    @TempDir
    Path folder;

    private Path file;
    private Path other;

    @BeforeEach
    void lay() throws IOException {
        file = folder.resolve("file.new");
        other = Files.writeString(folder.resolve("other"), "untouched");
    }

    @Test
    void writesANewFileForItsOwnerAlone() throws IOException {
        Files.writeString(file, "left over");
        OwnFiles.write(file, "grün");
        assertThat(file).hasContent("grün");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void takesTheLinkAwayThatIsInItsPlace() throws IOException {
        Files.createSymbolicLink(file, other);
        OwnFiles.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(other).hasContent("untouched");
    }

    @Test
    void writesIntoNoLinkThatComesMeanwhile() throws IOException {
        try (FileChannel channel = OwnFiles.fresh(file)) {
            Files.delete(file);
            Files.createSymbolicLink(file, other);
            OwnFiles.write(channel, "new");
        }
        assertThat(other).hasContent("untouched");
    }
}

package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileItselfTest {
    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-rw-rw-");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void lay() throws IOException {
        file = Files.writeString(folder.resolve("file"), "");
        Files.setPosixFilePermissions(file, CLOSED);
    }

    @Test
    void changesAFileAndAFolder() throws IOException {
        FileItself.change(file, view -> view.setPermissions(OPEN));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(OPEN);
        Path within = Files.createDirectory(folder.resolve("within"));
        FileItself.change(within, view -> view.setPermissions(CLOSED));
        assertThat(Files.getPosixFilePermissions(within)).isEqualTo(CLOSED);
    }

    @Test
    void changesNothingThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatIOException().isThrownBy(() -> FileItself.change(link, view -> view.setPermissions(OPEN)));
        assertThatIOException().isThrownBy(() -> FileItself.change(link, view -> view.setOwner(Files.getOwner(file))));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(CLOSED);
    }
}

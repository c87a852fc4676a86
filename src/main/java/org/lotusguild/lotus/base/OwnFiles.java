package org.lotusguild.lotus.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files for the owner's eyes only. */
public final class OwnFiles {
    private OwnFiles() {}

    /** An empty file, in the place of one that may be there. */
    public static void create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    /** Closed before the first byte is in it. */
    public static void write(Path file, String text) throws IOException {
        create(file);
        Files.writeString(file, text);
    }
}

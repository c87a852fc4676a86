package org.lotusguild.lotus.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files for the owner's eyes only. */
public final class OwnFiles {
    private OwnFiles() {}

    /** An empty file, in the place of one that may be there. */
    public static void create(Path file) throws IOException {
        fresh(file).close();
    }

    /** Closed before the first byte is in it. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same. */
    public static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = fresh(file)) {
            write(channel, ByteBuffer.wrap(content));
        }
    }

    /**
     * As {@link #create}, and open for writing. Who writes through this channel writes into the new file even where the folder is
     * another user's, who may put a link in its place meanwhile.
     */
    public static FileChannel fresh(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.deleteIfExists(file);
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    /** All of the text. */
    public static void write(FileChannel channel, String text) throws IOException {
        write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

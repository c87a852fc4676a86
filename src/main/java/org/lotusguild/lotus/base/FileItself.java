package org.lotusguild.lotus.base;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;

/**
 * Owner, group and mode of a file itself, never of what a link leads to: in a folder of another user a file may become a link while
 * root works on it.
 */
public final class FileItself {
    private FileItself() {}

    /** What is done to a file. */
    @FunctionalInterface
    public interface Change {
        void on(PosixFileAttributeView file) throws IOException;
    }

    /** @throws IOException also if it is a link */
    public static void change(Path file, Change change) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
        try (DirectoryStream<Path> open = Files.newDirectoryStream(folder)) {
            change.on(view(file, open));
        }
    }

    /** The ordinary view of Java 25 changes the mode of what a link leads to, whatever it is told; that of an open folder does not. */
    private static PosixFileAttributeView view(Path file, DirectoryStream<Path> folder) {
        return folder instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(
                        file.getFileName(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}

package org.lotusguild.lotus.stack.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts files in their places: whole or not at all, whose they were, in folders that their owners may enter. */
final class Unpacking {
    private Unpacking() {}

    /** @param folders whose the folders are that are not there yet */
    static void file(Path from, Path to, String owner, String folders) throws IOException {
        folder(above(to), folders);
        try (InputStream in = Files.newInputStream(from)) {
            whole(in, to, owner);
        }
    }

    private static void whole(InputStream in, Path to, String owner) throws IOException {
        Path fresh = fresh(to);
        Digest.write(in, fresh);
        Ownership.give(fresh, owner);
        Files.move(fresh, to);
    }

    /** Beside it: after a kill there is either nothing in the place itself, or all of it and its owner's. */
    private static Path fresh(Path to) throws IOException {
        Path fresh = to.resolveSibling(to.getFileName() + ".restoring");
        Files.deleteIfExists(fresh);
        return fresh;
    }

    /** For its owner alone. One that is there already must be the same. */
    static void secret(byte[] content, Path to, String owner) throws IOException {
        if (!Files.exists(to)) {
            String closed = Ownership.closed(owner);
            folder(above(to), Ownership.ofFolder(closed));
            whole(new ByteArrayInputStream(content), to, closed);
        } else if (!Arrays.equals(Files.readAllBytes(to), content)) {
            throw new IOException(to + " is there and another one; move it away");
        }
    }

    /** Makes it and those above it that are missing. */
    static void folder(Path folder, String owner) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        folder(above(folder), owner);
        Path fresh = fresh(folder);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Ownership.give(fresh, owner);
        Files.move(fresh, folder);
    }

    /**
     * Everything in a folder becomes its owner's. A folder goes after all that is in it, and what is no file and no folder stays: the
     * owner could lead us elsewhere.
     */
    static void all(Path folder, String owner) throws IOException {
        String files = Ownership.ofFile(owner);
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Ownership.give(file, files);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Ownership.give(done, owner);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path above(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }
}

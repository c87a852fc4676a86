package org.lotusguild.lotus.stack.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** Puts files in their places: whole or not at all, whose they were, in folders that their owners may enter. */
final class Unpacking {
    private Unpacking() {}

    /** @param folders whose the folders are that are not there yet */
    static void file(Path from, Path to, String owner, String folders) throws IOException {
        folder(above(to), folders);
        Path fresh = to.resolveSibling(to.getFileName() + ".restoring");
        Files.deleteIfExists(fresh);
        Digest.copy(from, fresh);
        Ownership.give(fresh, owner);
        Files.move(fresh, to);
    }

    /** For its owner alone. One that is there already must be the same. */
    static void secret(byte[] content, Path to, String owner) throws IOException {
        if (!Files.exists(to)) {
            String closed = Ownership.closed(owner);
            folder(above(to), Ownership.ofFolder(closed));
            Digest.write(new ByteArrayInputStream(content), to);
            Ownership.give(to, closed);
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
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Ownership.give(folder, owner);
    }

    /** Everything in a folder becomes its owner's. */
    static void all(Path folder, String owner) throws IOException {
        String files = Ownership.ofFile(owner);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Ownership.give(one, Files.isDirectory(one) ? owner : files);
            }
        }
    }

    private static Path above(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }
}

package org.lotusguild.lotus.stack.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A folder that nobody else may enter, gone when it is closed. */
final class Scratch implements AutoCloseable {
    private final Path folder;
    private final AtomicInteger next = new AtomicInteger();

    private Scratch(Path folder) {
        this.folder = folder;
    }

    static Scratch open() throws IOException {
        return new Scratch(Files.createTempDirectory(
                "lotus-audit-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /** A new folder in it. */
    Path room() {
        try {
            return Files.createDirectory(folder.resolve(Integer.toString(next.incrementAndGet())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, List<String> lines) {
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}

package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.OwnFiles;

/** Changes on the disk, one at a time. What is done is on the disk, and not only on its way there. */
final class Disk {
    private final Step beforeStep;

    /** Where a test can end the work, as a kill does, or let it fail. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    Disk() {
        this(() -> {});
    }

    /** @param beforeStep called before each change */
    Disk(Step beforeStep) {
        this.beforeStep = beforeStep;
    }

    /** Before a change that somebody else makes. */
    void step() throws IOException {
        beforeStep.run();
    }

    /** A new file for its owner alone, in the place of one that may be left over. */
    void write(Path file, String text) throws IOException {
        beforeStep.run();
        try (FileChannel channel = OwnFiles.fresh(file)) {
            beforeStep.run();
            OwnFiles.write(channel, text);
            channel.force(true);
        }
    }

    /** With mode and owner; a link as a link. */
    void copy(Path from, Path to) throws IOException {
        beforeStep.run();
        Files.copy(
                from,
                to,
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING,
                LinkOption.NOFOLLOW_LINKS);
        if (!Files.isSymbolicLink(to)) {
            force(to);
        }
    }

    /** Within one folder, or where both are on one file system: at once. */
    void move(Path from, Path to) throws IOException {
        beforeStep.run();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(to.resolveSibling(""));
    }

    void delete(Path file) throws IOException {
        beforeStep.run();
        Files.deleteIfExists(file);
    }

    /** A folder with all that is in it, one after the other; nothing if it is not there. */
    void clear(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                delete(path);
            }
        }
    }

    /** Written beside its place first, for its owner alone. */
    void replace(Path file, String text) throws IOException {
        Folders.closed(file.resolveSibling(""));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        write(fresh, text);
        move(fresh, file);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

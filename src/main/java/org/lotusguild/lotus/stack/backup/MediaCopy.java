package org.lotusguild.lotus.stack.backup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The media of our own people. Synapse never changes a file of its media: what the backup before has under the same name, of the
 * same size and time, becomes a link to it and takes no room.
 */
final class MediaCopy {
    private static final List<String> PARTS = List.of("local_content", "local_thumbnails");

    private final Path media;
    private final Optional<Path> before;
    private final Map<String, MediaIndex.Line> known = new HashMap<>();
    private long files;
    private long bytes;
    private long written;

    MediaCopy(Path media, Optional<Path> before) {
        this.media = media;
        this.before = before;
        before.ifPresent(backup -> MediaIndex.each(backup, line -> known.put(line.path(), line)));
    }

    /** Bytes of files that the backup before does not have. */
    long fresh() {
        long[] sum = {0};
        walk((path, attributes) -> {
            MediaIndex.Line line = known.get(path);
            sum[0] += line != null && line.bytes() == attributes.size() ? 0 : attributes.size();
        });
        return sum[0];
    }

    /** Copies into the folder of a backup, and writes the index. */
    void into(Path backup) throws IOException {
        Path folder = backup.resolve(MediaIndex.FOLDER);
        Folders.closed(folder);
        try (BufferedWriter index = Files.newBufferedWriter(backup.resolve(MediaIndex.NAME))) {
            walk((path, attributes) -> taken(path, attributes, folder).ifPresent(line -> written(index, line)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Digest.forceFile(backup.resolve(MediaIndex.NAME));
    }

    private static void written(BufferedWriter index, MediaIndex.Line line) {
        try {
            index.write(line.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if the file went while we came. */
    private Optional<MediaIndex.Line> taken(String path, BasicFileAttributes now, Path folder) {
        Path to = folder.resolve(path);
        try {
            Folders.closed(parent(to));
            Optional<MediaIndex.Line> line = linked(path, now, to);
            if (line.isEmpty()) {
                Digest digest = Digest.copy(media.resolve(path), to);
                Files.setLastModifiedTime(to, now.lastModifiedTime());
                written += digest.bytes();
                line = Optional.of(new MediaIndex.Line(digest.bytes(), digest.sha256(), path));
            }
            files++;
            bytes += line.get().bytes();
            return line;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path parent(Path file) {
        return java.util.Objects.requireNonNull(file.getParent());
    }

    private Optional<MediaIndex.Line> linked(String path, BasicFileAttributes now, Path to) {
        MediaIndex.Line line = known.get(path);
        if (line == null || before.isEmpty() || line.bytes() != now.size()) {
            return Optional.empty();
        }
        Path old = before.get().resolve(MediaIndex.FOLDER).resolve(path);
        try {
            BasicFileAttributes then = Files.readAttributes(old, BasicFileAttributes.class);
            boolean same = then.size() == now.size()
                    && then.lastModifiedTime().toInstant().getEpochSecond()
                            == now.lastModifiedTime().toInstant().getEpochSecond();
            if (!same) {
                return Optional.empty();
            }
            Files.createLink(to, old);
            return Optional.of(line);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // then it is copied
        }
    }

    private interface Visit {
        void file(String path, BasicFileAttributes attributes);
    }

    private void walk(Visit visit) {
        for (String part : PARTS) {
            Path folder = media.resolve(part);
            if (Files.isDirectory(folder)) {
                walk(folder, visit);
            }
        }
    }

    private void walk(Path folder, Visit visit) {
        try {
            // The media folder, or a part of it, may be a link to another disk.
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile()) {
                                visit.file(media.relativize(file).toString(), attributes);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                            if (why instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw why;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    long written() {
        return written;
    }
}

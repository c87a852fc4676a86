package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that holds the backups. A name is the time at which the backup began; {@code .partial} ones are not whole. */
public final class Shelf {
    static final String PARTIAL = ".partial";
    static final String VERIFIED = "VERIFIED";
    /** How the folders begin in which a proof tries copies of databases. */
    static final String SCRATCH = ".verify-";

    private static final Pattern NAME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}Z");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;

    public Shelf(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * A backup that is whole.
     *
     * @param bytes of all its files
     * @param written bytes that only it has, the rest are links
     * @param verified when it was proven last
     */
    public record Kept(String name, Path folder, Instant made, long bytes, long written, Optional<Instant> verified) {}

    public Path folder() {
        return folder;
    }

    /** The newest first. A damaged manifest counts as no backup. */
    public List<Kept> list() {
        return names().stream().flatMap(name -> kept(name).stream()).toList();
    }

    private List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw BackupException.ofFile(folder, e);
        }
    }

    private Optional<Kept> kept(String name) {
        Path place = folder.resolve(name);
        try {
            Manifest manifest = Manifest.read(place);
            return Optional.of(
                    new Kept(name, place, manifest.time(), manifest.bytes(), manifest.written(), Proof.last(place)));
        } catch (BackupException e) {
            return Optional.empty();
        }
    }

    /**
     * A backup by its name, by a folder, or the newest one.
     *
     * @throws BackupException if there is none
     */
    public Path find(Optional<String> which) {
        if (which.isEmpty()) {
            return names().stream()
                    .findFirst()
                    .map(folder::resolve)
                    .orElseThrow(() -> new BackupException(
                            "there is no backup in " + folder,
                            "Make one: lotus backup run; --path names another folder"));
        }
        Path named = folder.resolve(which.get());
        for (Path place : List.of(named, Path.of(which.get()))) {
            if (Files.exists(place.resolve(Manifest.NAME))) {
                return place.toAbsolutePath().normalize();
            }
        }
        throw new BackupException(
                "there is no backup " + which.get() + " in " + folder, "Which there are is told by: lotus backup list");
    }

    static String name(Instant time) {
        return TIME.format(time);
    }

    Path partial(String name) {
        return folder.resolve(name + PARTIAL);
    }

    /** Backups that were begun and never ended. */
    List<Path> partials() {
        return entries(name -> name.endsWith(PARTIAL));
    }

    /** What a proof tries, or left behind when it was killed. */
    List<Path> scratches() {
        return entries(name -> name.startsWith(SCRATCH));
    }

    private List<Path> entries(Predicate<String> named) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> named.test(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw BackupException.ofFile(folder, e);
        }
    }

    /** @throws BackupException if another process makes or removes backups here */
    Lock lock() {
        return held(".lock")
                .orElseThrow(() -> new BackupException("another lotus backup works on " + folder, "Wait for its end"));
    }

    /**
     * For a proof, and for whoever removes what it may read. It stands apart from {@link #lock}: the proof of a large guild takes hours,
     * and must not keep the next backup from being made. Empty if another has it.
     */
    Optional<Lock> readingLock() {
        return held(".reading-lock");
    }

    private Optional<Lock> held(String name) {
        Path file = folder.resolve(name);
        try {
            Folders.closed(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new Lock(channel));
        } catch (IOException e) {
            throw BackupException.ofFile(file, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            java.nio.channels.@Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process
        }
    }

    /** The operating system gives it back however the process ends. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}

package org.lotusguild.lotus.stack.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.archive.Age;
import org.lotusguild.lotus.stack.archive.Tar;

/** The making of one backup: databases first, media after them, so that whatever a database names is there. */
final class BackupRun {
    static final String SECRETS = "secrets.tar.age";
    private static final String DATABASES = "databases";
    private static final String FILES = "files";
    private static final double ROOM = 1.2;
    private static final long LEAST_ROOM = 1 << 20;

    private final Shelf shelf;
    private final Sources sources;
    private final Optional<String> recipient;
    private final Backups.World world;
    private final Optional<Path> before;
    private final List<Manifest.StoredDatabase> databases = new ArrayList<>();
    private final List<Manifest.StoredFile> files = new ArrayList<>();

    BackupRun(Shelf shelf, Sources sources, Optional<String> recipient, Backups.World world) {
        this.shelf = shelf;
        this.sources = sources;
        this.recipient = recipient;
        this.world = world;
        this.before = shelf.list().stream().findFirst().map(Shelf.Kept::folder);
    }

    /** Answers the folder of the whole backup. If it fails, nothing is left of it. */
    Path run() {
        Instant began = world.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        String name = Shelf.name(began);
        Path partial = shelf.partial(name);
        Path whole = shelf.folder().resolve(name);
        try {
            if (Files.exists(whole)) {
                throw new BackupException("there is a backup of this very second", "Run it again");
            }
            Optional<MediaCopy> media = sources.media().map(folder -> new MediaCopy(folder, before));
            room(media);
            Folders.closed(partial);
            fill(partial, began, media);
            Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
            Digest.force(shelf.folder());
            return whole;
        } catch (IOException e) {
            throw removed(partial, BackupException.ofFile(partial, e));
        } catch (UncheckedIOException e) {
            throw removed(partial, BackupException.ofFile(partial, e));
        } catch (RuntimeException e) {
            throw removed(partial, e);
        }
    }

    private static <E extends RuntimeException> E removed(Path partial, E failure) {
        try {
            Folders.delete(partial);
        } catch (IOException e) {
            failure.addSuppressed(e); // the next run removes it
        }
        return failure;
    }

    private void fill(Path partial, Instant began, Optional<MediaCopy> media) throws IOException {
        Folders.closed(partial.resolve(DATABASES));
        for (DatabaseSource source : sources.databases()) {
            database(partial, source);
        }
        if (media.isPresent()) {
            world.progress().step("Copying media");
            media.get().into(partial);
            stored(MediaIndex.NAME, "", Digest.of(partial.resolve(MediaIndex.NAME)), "");
        }
        world.progress().step("Copying configuration");
        for (Path file : sources.files()) {
            configuration(partial, file);
        }
        sources.missing().forEach(sentence -> world.progress().warning("LEFT OUT: " + sentence));
        secrets(partial);
        manifest(partial, began, media);
    }

    // ---- room

    private void room(Optional<MediaCopy> media) throws IOException {
        world.progress().step("Looking for room");
        long bare = before.isPresent() ? Manifest.read(before.get()).bare() : weight();
        long needed =
                LEAST_ROOM + (long) (ROOM * (bare + media.map(MediaCopy::fresh).orElse(0L)));
        long there = Files.getFileStore(shelf.folder()).getUsableSpace();
        if (there < needed) {
            throw new BackupException(
                    "there is no room for a backup in " + shelf.folder() + ": " + mebibytes(there) + " are free, "
                            + mebibytes(needed) + " are needed",
                    "Free some space, or let lotus backup prune keep fewer; nothing was written");
        }
    }

    /** Of SQLite files only: what a dump of PostgreSQL takes is known after the first one. */
    private long weight() throws IOException {
        long sum = 0;
        for (DatabaseSource source : sources.databases()) {
            if (source instanceof DatabaseSource.Sqlite sqlite && Files.exists(sqlite.file())) {
                sum += Files.size(sqlite.file());
            }
        }
        return sum;
    }

    private static String mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MiB";
    }

    // ---- parts

    private void database(Path partial, DatabaseSource source) throws IOException {
        world.progress().step("Copying the database " + source.part());
        switch (source) {
            case DatabaseSource.Sqlite sqlite -> {
                String path = DATABASES + "/" + source.part() + ".db";
                Map<String, Long> counts =
                        new SqliteStore(world.clock(), world.random()).copy(sqlite, partial.resolve(path));
                Digest.forceFile(partial.resolve(path));
                stored(path, "", Digest.of(partial.resolve(path)), "");
                String at = Spot.of(sqlite.file(), sources.home()).text();
                String owner = Ownership.of(sqlite.file());
                databases.add(new Manifest.StoredDatabase(
                        source.part(), Manifest.StoredDatabase.SQLITE, path, at, owner, counts));
            }
            case DatabaseSource.Postgres postgres -> {
                String path = DATABASES + "/" + source.part() + ".dump";
                PostgresTools tools =
                        PostgresTools.fitting(PostgresTools.installed(world.environment()), postgres.at());
                PostgresDump dump = PostgresDump.of(tools, postgres, partial.resolve(path));
                stored(path, "", dump.digest(), "");
                databases.add(new Manifest.StoredDatabase(
                        source.part(),
                        Manifest.StoredDatabase.POSTGRESQL,
                        path,
                        postgres.at().toString(),
                        "",
                        dump.counts()));
            }
        }
    }

    private void configuration(Path partial, Path file) throws IOException {
        Spot spot = Spot.of(file, sources.home());
        String path = FILES + "/" + spot.text();
        Path to = partial.resolve(path);
        Folders.closed(java.util.Objects.requireNonNull(to.getParent()));
        stored(path, spot.text(), Digest.copy(file, to), Ownership.of(file));
    }

    private void secrets(Path partial) throws IOException {
        if (sources.secrets().isEmpty()) {
            return;
        }
        if (recipient.isEmpty()) {
            world.progress()
                    .warning(
                            "SECRETS ARE LEFT OUT, since there is no key to close them with: without your own copy of "
                                    + sources.secrets().get()
                                    + " the bot's database cannot be opened after a disaster. Make a key once: lotus backup key FILE");
            return;
        }
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        Tar.write(entries(sources.secrets().get()), tar);
        byte[] closed = Age.close(tar.toByteArray(), recipient.get(), world.random());
        Digest digest = Digest.write(new ByteArrayInputStream(closed), partial.resolve(SECRETS));
        Path secrets = sources.secrets().get();
        stored(SECRETS, Spot.of(secrets, sources.home()).text(), digest, Ownership.of(secrets));
    }

    private static List<Tar.Entry> entries(Path secrets) throws IOException {
        List<Tar.Entry> entries = new ArrayList<>();
        try (Stream<Path> found = Files.walk(secrets)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                entries.add(new Tar.Entry(secrets.relativize(file).toString(), Files.readAllBytes(file)));
            }
        }
        return entries;
    }

    private void stored(String path, String spot, Digest digest, String owner) {
        files.add(new Manifest.StoredFile(path, spot, digest.bytes(), digest.sha256(), owner));
    }

    private void manifest(Path partial, Instant began, Optional<MediaCopy> media) throws IOException {
        Manifest.StoredMedia stored = media.isPresent() ? media(media.get()) : Manifest.StoredMedia.NONE;
        long written = files.stream().mapToLong(Manifest.StoredFile::bytes).sum()
                + media.map(MediaCopy::written).orElse(0L);
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                world.version(),
                began.toString(),
                sources.serverName(),
                databases,
                files,
                stored,
                recipient.isPresent() && sources.secrets().isPresent(),
                written);
        Digest.write(new ByteArrayInputStream(Json.bytes(manifest)), partial.resolve(Manifest.NAME));
        eachFolder(partial, folder -> {
            try {
                Digest.force(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Manifest.StoredMedia media(MediaCopy copy) throws IOException {
        Path folder = sources.media().orElseThrow();
        return new Manifest.StoredMedia(
                Spot.of(folder, sources.home()).text(), copy.files(), copy.bytes(), Ownership.of(folder));
    }

    private static void eachFolder(Path partial, Consumer<Path> take) throws IOException {
        try (Stream<Path> folders = Files.walk(partial)) {
            folders.filter(Files::isDirectory).forEach(take);
        }
    }
}

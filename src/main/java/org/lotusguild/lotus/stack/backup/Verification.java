package org.lotusguild.lotus.stack.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.Age;
import org.lotusguild.lotus.stack.archive.Tar;

/**
 * The proof of a backup: every file is there with its size, the databases and files have their SHA-256, so have 20 files of the
 * media or all of them; and the databases are restored into scratch ones, where the counts must come out as they were.
 */
public final class Verification {
    private static final int SAMPLE = 20;

    private final Path backup;
    private final Wish wish;
    private final Backups.World world;

    Verification(Path backup, Wish wish, Backups.World world) {
        this.backup = backup;
        this.wish = wish;
        this.world = world;
    }

    /**
     * @param all hash every file of the media
     * @param identity opens the secrets, where it is at hand
     * @param scratch a server and a user who may create databases, for dumps of PostgreSQL; by default where they came from
     */
    public record Wish(boolean all, Optional<Secret> identity, Scratch scratch) {}

    /** Where dumps of PostgreSQL are restored for a proof. */
    @FunctionalInterface
    public interface Scratch {
        /** Empty if nobody knows. */
        Optional<PostgresAddress> of(String part);
    }

    /** What was looked at. */
    public record Proven(int files, long media, long hashed, List<String> databases) {}

    Proven run() {
        Manifest manifest = Manifest.read(backup);
        world.progress().step("Reading " + manifest.files().size() + " files");
        manifest.files().forEach(this::file);
        long hashed = media(manifest.media());
        List<String> restored = new ArrayList<>();
        for (Manifest.StoredDatabase database : manifest.databases()) {
            world.progress().step("Restoring the database " + database.part() + " into a scratch one");
            restore(database);
            restored.add(database.part());
        }
        wish.identity().filter(key -> manifest.secrets()).ifPresent(this::secrets);
        return new Proven(manifest.files().size(), manifest.media().files(), hashed, restored);
    }

    private void file(Manifest.StoredFile stored) {
        hashed(stored.path(), stored.bytes(), stored.sha256());
    }

    private void hashed(String path, long bytes, String sha256) {
        sized(path, bytes);
        try {
            if (!Digest.of(backup.resolve(path)).sha256().equals(sha256)) {
                throw BackupException.damaged(backup.resolve(path) + " is damaged: its SHA-256 is another one");
            }
        } catch (IOException e) {
            throw BackupException.ofStored(backup.resolve(path), e);
        }
    }

    private void sized(String path, long bytes) {
        Path file = backup.resolve(path);
        try {
            long size = Files.size(file);
            if (size != bytes) {
                throw BackupException.damaged(file + " is damaged: it has " + size + " bytes instead of " + bytes);
            }
        } catch (IOException e) {
            throw BackupException.ofStored(file, e);
        }
    }

    /** Sizes of all; of a sample the content as well. Answers how many were read. */
    private long media(Manifest.StoredMedia media) {
        if (media.files() == 0) {
            return 0;
        }
        world.progress().step("Looking at " + media.files() + " files of the media");
        List<MediaIndex.Line> sample = new ArrayList<>();
        long[] seen = {0, 0};
        MediaIndex.each(backup, line -> {
            String path = MediaIndex.FOLDER + "/" + line.path();
            seen[0]++;
            if (wish.all()) {
                hashed(path, line.bytes(), line.sha256());
                seen[1]++;
            } else {
                sized(path, line.bytes());
                maybe(sample, line, seen[0]);
            }
        });
        if (seen[0] != media.files()) {
            throw BackupException.damaged(
                    backup.resolve(MediaIndex.NAME) + " lists " + seen[0] + " files instead of " + media.files());
        }
        sample.forEach(line -> hashed(MediaIndex.FOLDER + "/" + line.path(), line.bytes(), line.sha256()));
        return seen[1] + sample.size();
    }

    /** Each file has the same chance, however many there are. */
    private void maybe(List<MediaIndex.Line> sample, MediaIndex.Line line, long seen) {
        if (sample.size() < SAMPLE) {
            sample.add(line);
        } else if (world.random().nextLong(seen) < SAMPLE) {
            Collections.swap(sample, 0, world.random().nextInt(SAMPLE));
            sample.set(0, line);
        }
    }

    private void restore(Manifest.StoredDatabase stored) {
        switch (stored.engine()) {
            case Manifest.StoredDatabase.SQLITE -> sqlite(stored);
            case Manifest.StoredDatabase.POSTGRESQL -> postgres(stored);
            default ->
                throw new BackupException(
                        "the backup has a database of the kind " + stored.engine(),
                        "A newer Lotus made it; use that one");
        }
    }

    private void sqlite(Manifest.StoredDatabase stored) {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory(
                    Optional.ofNullable(backup.getParent()).orElse(backup), Shelf.SCRATCH);
            Path copy = scratch.resolve(stored.part() + ".db");
            Digest.copy(backup.resolve(stored.file()), copy);
            Census.same(stored, new SqliteStore(world.clock(), world.random()).examined(stored.part(), copy));
        } catch (IOException e) {
            throw BackupException.ofFile(backup.resolve(stored.file()), e);
        } finally {
            if (scratch != null) {
                removed(scratch);
            }
        }
    }

    private static void removed(Path scratch) {
        try {
            Folders.delete(scratch);
        } catch (IOException e) {
            throw BackupException.ofFile(scratch, e);
        }
    }

    private void postgres(Manifest.StoredDatabase stored) {
        PostgresAddress server = wish.scratch()
                .of(stored.part())
                .orElseThrow(() -> new BackupException(
                        "nobody says on which PostgreSQL " + stored.file() + " may be restored for the proof",
                        "Name one: --scratch postgresql://user@host:port/database"));
        PostgresTools tools = PostgresTools.fitting(PostgresTools.installed(world.environment()), server);
        PostgresAddress scratch = server.named(ScratchName.own());
        tools.own(server, ScratchName.here()).stream()
                .filter(ScratchName::leftBehind)
                .forEach(name -> tools.drop(server.named(name)));
        tools.create(scratch);
        try {
            tools.restore(scratch, backup.resolve(stored.file()));
            Census.same(stored, tools.examined(stored.part(), scratch));
        } finally {
            tools.drop(scratch);
        }
    }

    private void secrets(Secret identity) {
        Path file = backup.resolve(BackupRun.SECRETS);
        try {
            Tar.read(new ByteArrayInputStream(Age.open(Files.readAllBytes(file), identity)));
        } catch (IOException e) {
            throw new BackupException(file + " cannot be opened: " + e.getMessage(), "Is it the right key?", e);
        }
    }
}

package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.archive.AgeKey;
import org.lotusguild.lotus.stack.trial.Progress;
import tools.jackson.databind.node.ObjectNode;

/** Backups of a home with SQLite. */
class BackupsTest {
    @TempDir
    Path folder;

    private Plot plot;

    @BeforeEach
    void lay() throws IOException {
        plot = Plot.in(folder);
    }

    private static List<Path> files(Path backup) throws IOException {
        try (Stream<Path> all = Files.walk(backup)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> names(Path backup) throws IOException {
        return files(backup).stream()
                .map(file -> backup.relativize(file).toString())
                .toList();
    }

    @Test
    void holdsEverythingThatAGuildNeeds() throws IOException {
        Path backup = plot.backup();
        assertThat(backup).hasFileName("2026-11-26T03-30-00Z");
        assertThat(names(backup))
                .containsExactly(
                        "MANIFEST.json",
                        "MEDIA",
                        "databases/lotus.db",
                        "databases/synapse.db",
                        "files/guild/lotus.yaml",
                        "files/guild/registration.yaml",
                        "files/guild/synapse/homeserver.yaml",
                        "files/guild/synapse/signing.key",
                        "media/local_content/ab/cd/file0",
                        "media/local_content/ab/cd/file1",
                        "media/local_content/ab/cd/file2",
                        "media/local_thumbnails/ab/cd/file0/32-32",
                        "secrets.tar.age");
        assertThat(Manifest.read(backup).databases().getFirst().counts())
                .containsEntry("users", 2L)
                .containsEntry("events", 3L)
                .containsEntry("schema_version", 92L);
    }

    @Test
    void isForItsOwnersEyesOnly() throws IOException {
        Path backup = plot.backup();
        for (Path file : files(backup)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .startsWith("rw-");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plot.shelf.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void isProvenByRestoringIt() {
        Path backup = plot.backup();
        Verification.Proven proven = plot.verify(backup);
        assertThat(proven.databases()).containsExactly("synapse", "lotus");
        assertThat(proven.hashed()).isEqualTo(4);
        assertThat(plot.shelf.list().getFirst().verified()).contains(plot.clock.instant());
        assertThat(LastResults.read(plot.shelf.folder()).verified())
                .isEqualTo(plot.clock.instant().getEpochSecond());
    }

    @Test
    void namesEveryFileInWhichABitWasFlipped() throws IOException {
        Path backup = plot.backup();
        for (Path file : files(backup)) {
            if (file.endsWith(Manifest.NAME)) {
                continue;
            }
            byte[] sound = Files.readAllBytes(file);
            byte[] flipped = sound.clone();
            flipped[flipped.length / 2] ^= 0x10;
            Files.write(file, flipped);
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> plot.verify(backup))
                    .withMessageContaining(file.toString())
                    .withMessageContaining("damaged");
            Files.write(file, sound);
        }
        assertThat(plot.verify(backup).hashed()).isEqualTo(4);
    }

    @Test
    void namesEveryFileThatWasTruncatedOrIsGone() throws IOException {
        Path backup = plot.backup();
        for (Path file : files(backup)) {
            byte[] sound = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(sound, sound.length - 1));
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> plot.verify(backup))
                    .withMessageContaining(file.toString());
            Files.delete(file);
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> plot.verify(backup))
                    .withMessageContaining(file.toString());
            Files.write(file, sound);
        }
    }

    @Test
    void takesAFormerProofAwayWhenTheNextOneFails() throws IOException {
        Path backup = plot.backup();
        plot.verify(backup);
        Files.writeString(backup.resolve("databases/lotus.db"), "not a database");
        assertThatExceptionOfType(BackupException.class).isThrownBy(() -> plot.verify(backup));
        assertThat(plot.shelf.list().getFirst().verified()).isEmpty();
        LastResults last = LastResults.read(plot.shelf.folder());
        assertThat(last.failure()).isPositive();
        assertThat(last.problem()).contains("lotus.db");
    }

    @Test
    void takesAFormerProofAwayWhenAFileIsGone() throws IOException {
        Path backup = plot.backup();
        plot.verify(backup);
        Files.delete(backup.resolve("media/local_content/ab/cd/file1"));
        assertThatExceptionOfType(BackupException.class).isThrownBy(() -> plot.verify(backup));
        assertThat(Proof.last(backup)).isEmpty();
    }

    @Test
    void leavesAFormerProofWhenTheSecretsAreTriedWithAnotherKey() {
        Path backup = plot.backup();
        plot.verify(backup);
        Secret another = AgeKey.identity(plot.random);
        Verification.Wish wish = new Verification.Wish(false, Optional.of(another), part -> Optional.empty());
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> plot.backups().verify(backup, wish))
                .withMessageContaining("cannot be opened");
        assertThat(Proof.last(backup)).isPresent();
        assertThat(LastResults.read(plot.shelf.folder()).failure()).isPositive();
    }

    @Test
    void leavesAFormerProofWhenNoServerTakesItsDatabases() throws IOException {
        Path backup = plot.backup();
        plot.verify(backup);
        Path manifest = backup.resolve(Manifest.NAME);
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceAll("\"engine\" ?: ?\"sqlite\"", "\"engine\":\"postgresql\""));
        for (Optional<PostgresAddress> server : List.of(
                Optional.<PostgresAddress>empty(),
                Optional.of(new PostgresAddress("127.0.0.1", 1, "lotus", "x", Optional.empty())))) {
            Verification.Wish wish = new Verification.Wish(false, Optional.empty(), part -> server);
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> plot.backups().verify(backup, wish));
        }
        assertThat(Proof.last(backup)).isPresent();
    }

    @Test
    void leavesSpentOneTimeKeysOut() {
        Path backup = plot.backup();
        assertThat(new SqliteStore(plot.clock, plot.random).examined("synapse", backup.resolve("databases/synapse.db")))
                .containsEntry("events", 3L);
        plot.synapse("insert into events values ('$4')"); // the original goes on
    }

    @Test
    void linksMediaThatDidNotChange() throws IOException {
        Path first = plot.backup();
        plot.medium("local_content/ab/cd/new", "a new one");
        plot.medium("local_content/ab/cd/file1", "changed, though Synapse never does");
        Path second = plot.backup();
        assertThat(inode(second, "file0")).isEqualTo(inode(first, "file0"));
        assertThat(inode(second, "file1")).isNotEqualTo(inode(first, "file1"));
        assertThat(second.resolve("media/local_content/ab/cd/new")).hasContent("a new one");
        assertThat(first.resolve("media/local_content/ab/cd/file1")).hasContent("picture 1");
        plot.verify(first);
        plot.verify(second);
    }

    private static Object inode(Path backup, String name) throws IOException {
        return Files.getAttribute(backup.resolve("media/local_content/ab/cd").resolve(name), "unix:ino");
    }

    @Test
    void tellsLoudlyThatSecretsAreLeftOut() {
        Path backup = plot.backups()
                .run(plot.sources(), Keep.USUAL, Optional.empty(), List.of())
                .backup()
                .folder();
        assertThat(plot.said).anyMatch(line -> line.startsWith("! SECRETS ARE LEFT OUT"));
        assertThat(Manifest.read(backup).secrets()).isFalse();
        assertThat(backup.resolve(BackupRun.SECRETS)).doesNotExist();
    }

    @Test
    void tellsWhatElseItCannotHold() {
        DatabaseSource lotus = new DatabaseSource.Sqlite("lotus", plot.home.resolve("lotus.db"));
        Path gone = plot.home.resolve("avatars/gone.png");
        Sources sources = FoundSources.of(plot.home, Plot.SERVER, lotus, Optional.empty(), List.of(gone));
        plot.backups().run(sources, Keep.USUAL, plot.recipient(), List.of());
        assertThat(plot.said).anyMatch(line -> line.startsWith("! LEFT OUT: " + gone + ", which lotus.yaml names"));
    }

    @Test
    void removesWhatAKilledRunLeftBehind() throws IOException {
        Path first = plot.backup();
        Path left = Files.createDirectories(plot.shelf.folder().resolve("2026-11-26T11-00-00Z.partial/databases"));
        Files.writeString(left.resolve("synapse.db"), "half");
        assertThat(plot.shelf.list()).extracting(Shelf.Kept::folder).containsExactly(first);
        plot.backup();
        assertThat(left.getParent()).doesNotExist();
        assertThat(plot.shelf.list()).hasSize(2);
    }

    @Test
    void leavesTheOldOnesWholeWhenItFails() throws IOException {
        Path first = plot.backup();
        Files.delete(plot.home.resolve("synapse/homeserver.db"));
        Files.writeString(plot.home.resolve("synapse/homeserver.db"), "this is no database at all, only a text");
        assertThatExceptionOfType(BackupException.class).isThrownBy(() -> plot.backup());
        assertThat(plot.shelf.list()).extracting(Shelf.Kept::folder).containsExactly(first);
        assertThat(plot.shelf.partials()).isEmpty();
        plot.verify(first);
    }

    /** As full as the disk may be: the last one took more than is free. */
    @Test
    void refusesWhereTheLastOneWouldNotFitOnceMore() throws IOException {
        Path first = plot.backup();
        Path manifest = first.resolve("MANIFEST.json");
        ObjectNode tree = Json.parseObject(Files.readString(manifest));
        long free = Files.getFileStore(first).getTotalSpace();
        ((ObjectNode) tree.path("files").path(0)).put("bytes", free);
        Files.writeString(manifest, Json.text(tree));
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> plot.backup())
                .withMessageContaining("there is no room for a backup in");
        assertThat(plot.shelf.list()).extracting(Shelf.Kept::folder).containsExactly(first);
        assertThat(plot.shelf.partials()).isEmpty();
    }

    @Test
    void refusesASecondOneAtTheSameTime() {
        plot.backup();
        try (Shelf.Lock held = plot.shelf.lock()) {
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> plot.backup())
                    .withMessageContaining("another lotus backup works");
        }
    }

    @Test
    void removesNoneWhileOneIsBeingProven() {
        plot.backup();
        plot.backup();
        try (Shelf.Lock reading = plot.shelf.readingLock().orElseThrow()) {
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> plot.backups().prune(new Keep(1, 0, 0)))
                    .withMessageContaining("is being proven");
            plot.clock.advance(Duration.ofDays(1));
            Backups.Done done = plot.backups().run(plot.sources(), new Keep(1, 0, 0), plot.recipient(), List.of());
            assertThat(done.pruned()).isEmpty();
            assertThat(plot.said).contains("Removing no old ones, since one is being proven; the next run does");
        }
        assertThat(plot.backups().prune(new Keep(1, 0, 0))).hasSize(2);
    }

    @Test
    void holdsTheOneThatIsBeingProven() {
        Path backup = plot.backup();
        AtomicReference<Optional<Shelf.Lock>> another = new AtomicReference<>(Optional.empty());
        Verification.Wish wish = new Verification.Wish(false, Optional.empty(), part -> Optional.empty());
        Backups.World world = plot.world();
        Backups looking = new Backups(
                plot.shelf,
                Optional.empty(),
                new Backups.World(
                        world.environment(),
                        world.clock(),
                        world.random(),
                        new Progress() {
                            @Override
                            public void step(String sentence) {
                                another.set(another.get().or(plot.shelf::readingLock));
                            }

                            @Override
                            public void detail(String words) {}

                            @Override
                            public void warning(String sentence) {}
                        },
                        world.version()));
        looking.verify(backup, wish);
        assertThat(another.get()).isEmpty();
    }

    @Test
    void removesWhatAKilledProofLeftBehind() throws IOException {
        Path backup = plot.backup();
        for (Runnable next : List.<Runnable>of(() -> plot.verify(backup), plot::backup)) {
            Path left = Files.createDirectory(plot.shelf.folder().resolve(".verify-4711"));
            Files.writeString(left.resolve("lotus.db"), "half");
            try (Shelf.Lock reading = plot.shelf.readingLock().orElseThrow()) {
                plot.backup();
                assertThat(left).as("it may be at work").exists();
            }
            next.run();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void prunesByTheRuleAndKeepsTheProvenOne() {
        Path proven = plot.backup();
        plot.verify(proven);
        for (int i = 0; i < 4; i++) {
            plot.backup();
        }
        List<String> gone = plot.backups().prune(new Keep(2, 0, 0));
        assertThat(gone).containsExactly("2026-11-28T03-30-00Z", "2026-11-27T03-30-00Z");
        assertThat(plot.shelf.list())
                .extracting(Shelf.Kept::name)
                .containsExactly("2026-11-30T03-30-00Z", "2026-11-29T03-30-00Z", "2026-11-26T03-30-00Z");
    }

    @Test
    void tellsAnotherProgramAboutTheNewOne() throws IOException {
        Path seen = folder.resolve("seen");
        Path hook = Files.writeString(folder.resolve("hook"), "#!/bin/sh\necho \"$1\" > " + seen + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        Path backup = plot.backups()
                .run(plot.sources(), Keep.USUAL, plot.recipient(), List.of(hook.toString()))
                .backup()
                .folder();
        assertThat(seen).hasContent(backup + "\n");
    }

    @Test
    void failsWithTheProgramThatTakesItElsewhereButKeepsTheBackup() {
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> plot.backups().run(plot.sources(), Keep.USUAL, plot.recipient(), List.of("false")))
                .withMessageContaining("is whole, but false");
        assertThat(plot.shelf.list()).hasSize(1);
        assertThat(LastResults.read(plot.shelf.folder()).failure()).isPositive();
    }

    @Test
    void notesTheLastResultsForMonitoring() throws IOException {
        assertThat(LastResults.read(plot.shelf.folder()).success()).isZero();
        Path backup = plot.backup();
        LastResults last = LastResults.read(plot.shelf.folder());
        assertThat(last.success()).isEqualTo(plot.clock.instant().getEpochSecond());
        assertThat(last.name()).isEqualTo(backup.getFileName().toString());
        assertThat(Files.readString(plot.shelf.folder().resolve("last.json")))
                .contains("\"success\":", "\"verified\":0");
        assertThat(LastResults.read(folder.resolve("closed to this user"), plot.home))
                .isEqualTo(last);
    }
}

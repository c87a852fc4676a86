package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.stack.tool.Tool;
import org.lotusguild.lotus.stack.trial.Progress;

/** The verbs of {@code lotus backup}. What goes wrong is a {@link BackupException}, and stands in {@code last.json} afterwards. */
public final class Backups {
    private static final Duration HOOK = Duration.ofHours(12);

    private final Shelf shelf;
    private final Optional<Path> home;
    private final World world;

    /** @param home gets a copy of the last results, for the program that runs on it */
    public Backups(Shelf shelf, Optional<Path> home, World world) {
        this.shelf = shelf;
        this.home = home;
        this.world = world;
    }

    /**
     * What it needs of the outside.
     *
     * @param version of this program
     */
    public record World(
            Environment environment, InstantSource clock, SecureRandom random, Progress progress, String version) {}

    /** @param pruned names of those that the rule let go */
    public record Done(Shelf.Kept backup, boolean secrets, List<String> pruned) {}

    /**
     * Makes one. What a killed run left behind is removed first.
     *
     * @param offSite a command that gets the new folder as its last word; nothing for none
     */
    public Done run(Sources sources, Keep keep, Optional<String> recipient, List<String> offSite) {
        return noted(() -> {
            try (Shelf.Lock held = shelf.lock()) {
                tidy(shelf.partials());
                Path made = new BackupRun(shelf, sources, recipient, world).run();
                Shelf.Kept kept = shelf.list().stream()
                        .filter(one -> one.folder().equals(made))
                        .findFirst()
                        .orElseThrow();
                note(results().succeeded(now(), kept.name(), kept.bytes()));
                List<String> pruned = prunedUnlessRead(keep);
                elsewhere(made, offSite);
                return new Done(kept, recipient.isPresent(), pruned);
            }
        });
    }

    /**
     * Removes what the rule does not keep. Answers the names.
     *
     * @throws BackupException if one is being proven, which must not go meanwhile
     */
    public List<String> prune(Keep keep) {
        try (Shelf.Lock held = shelf.lock();
                Shelf.Lock reading = shelf.readingLock().orElseThrow(() -> proofUnderWay(shelf))) {
            tidy(shelf.partials());
            return pruned(keep);
        }
    }

    /**
     * Proves one: its files, and its databases restored into scratch ones. A former proof is taken away by damage only: where the same
     * bytes could not be tried, since a server is down or a key is another one, they are as good as they were, and what is proven is
     * never pruned.
     */
    public Verification.Proven verify(Path backup, Verification.Wish wish) {
        Shelf around =
                new Shelf(Objects.requireNonNull(backup.toAbsolutePath().getParent(), "a backup lies in a folder"));
        return noted(() -> {
            try (Shelf.Lock held = around.readingLock().orElseThrow(() -> proofUnderWay(around))) {
                tidy(around.scratches());
                Verification.Proven proven = proven(backup, wish);
                Proof.given(backup, world.clock().instant());
                note(results().proven(now()));
                return proven;
            }
        });
    }

    private static BackupException proofUnderWay(Shelf shelf) {
        return new BackupException("a backup in " + shelf.folder() + " is being proven", "Wait for its end");
    }

    private Verification.Proven proven(Path backup, Verification.Wish wish) {
        try {
            return new Verification(backup, wish, world).run();
        } catch (BackupException e) {
            if (e.damage()) {
                Proof.taken(backup);
            }
            throw e;
        }
    }

    private interface Work<T> {
        T done();
    }

    private <T> T noted(Work<T> work) {
        try {
            return work.done();
        } catch (BackupException e) {
            if (java.nio.file.Files.isDirectory(shelf.folder())) {
                noteFailure(e);
            }
            throw e;
        }
    }

    /** On a full disk not even that may be possible: the sentence itself must come through. */
    private void noteFailure(BackupException failure) {
        try {
            note(results().failed(now(), String.valueOf(failure.getMessage())));
        } catch (BackupException e) {
            failure.addSuppressed(e);
        }
    }

    /** A new backup is whole, whether old ones go today or tomorrow. */
    private List<String> prunedUnlessRead(Keep keep) {
        Optional<Shelf.Lock> reading = shelf.readingLock();
        if (reading.isEmpty()) {
            world.progress().step("Removing no old ones, since one is being proven; the next run does");
            return List.of();
        }
        try (Shelf.Lock held = reading.get()) {
            return pruned(keep);
        }
    }

    private List<String> pruned(Keep keep) {
        tidy(shelf.scratches());
        List<String> surplus = keep.surplus(shelf.list().stream()
                .map(one -> new Keep.Candidate(one.name(), one.made(), one.verified()))
                .toList());
        surplus.forEach(name -> remove(shelf.folder().resolve(name)));
        return surplus;
    }

    /** Renamed first: one that is half deleted must not look like a whole one. */
    private void remove(Path backup) {
        Path going = shelf.partial(String.valueOf(backup.getFileName()));
        try {
            java.nio.file.Files.move(backup, going);
            Folders.delete(going);
        } catch (IOException e) {
            throw BackupException.ofFile(backup, e);
        }
    }

    private void tidy(List<Path> leftBehind) {
        for (Path folder : leftBehind) {
            world.progress().step("Removing " + folder.getFileName() + ", which was never finished");
            try {
                Folders.delete(folder);
            } catch (IOException e) {
                throw BackupException.ofFile(folder, e);
            }
        }
    }

    private void elsewhere(Path made, List<String> offSite) {
        if (offSite.isEmpty()) {
            return;
        }
        String[] line = java.util.stream.Stream.concat(offSite.stream(), java.util.stream.Stream.of(made.toString()))
                .toArray(String[]::new);
        world.progress().step("Taking it elsewhere: " + String.join(" ", line));
        Tool.Outcome outcome = Tool.of(line).within(HOOK).run();
        if (!outcome.ok()) {
            throw new BackupException(
                    "the backup " + made.getFileName() + " is whole, but " + offSite.getFirst()
                            + " did not take it elsewhere (exit code " + outcome.exit() + "): " + outcome.words(),
                    "Run that command by hand with " + made);
        }
    }

    private LastResults results() {
        return LastResults.read(shelf.folder());
    }

    private void note(LastResults now) {
        now.write(shelf.folder());
        home.ifPresent(now::writeInto);
    }

    private long now() {
        Instant now = world.clock().instant();
        return now.getEpochSecond();
    }
}

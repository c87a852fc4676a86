package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.stack.archive.AgeKey;
import org.lotusguild.lotus.stack.backup.Backups;
import org.lotusguild.lotus.stack.backup.Keep;
import org.lotusguild.lotus.stack.backup.Shelf;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs of {@code lotus backup} share: whose backups, and where they are. */
final class ShelfOptions {
    @Mixin
    HomeOption at = new HomeOption();

    @Option(
            names = "--path",
            paramLabel = "DIR",
            description =
                    "The folder of the backups (default: stack.backups.path of lotus.yaml, else backups in the home).")
    Optional<Path> path = Optional.empty();

    Home home() {
        return at.home();
    }

    Shelf shelf() {
        return new Shelf(path.orElseGet(() -> BackupPlace.of(home()).folder()));
    }

    Keep keep() {
        return BackupPlace.of(home()).keep();
    }

    Backups backups(Console console) {
        Optional<Path> folder = Optional.of(home().folder()).filter(Files::isDirectory);
        return new Backups(shelf(), folder, world(console));
    }

    static Backups.World world(Console console) {
        World world = World.real();
        return new Backups.World(world.environment(), world.clock(), world.random(), console, Version.text());
    }

    /** The file in which {@code backup key} notes for whom secrets are closed. */
    Path recipientFile() {
        return shelf().folder().resolve("recipient");
    }

    /** @throws Failure if it is no recipient */
    Optional<String> recipient() {
        if (!Files.exists(recipientFile())) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(recipientFile()).strip();
            AgeKey.recipientKey(text);
            return Optional.of(text);
        } catch (IOException e) {
            throw Failure.ofFile(recipientFile(), e);
        } catch (IllegalArgumentException e) {
            throw Failure.of(
                    recipientFile() + " holds no recipient: " + e.getMessage(),
                    "It begins with age1; lotus backup key makes one.");
        }
    }

    /** @throws Failure if the file holds no key */
    static Secret identity(Path file) {
        try {
            return AgeKey.identityIn(Files.readString(file))
                    .orElseThrow(() -> Failure.of(
                            file + " holds no key",
                            "A line of it begins with AGE-SECRET-KEY-1; lotus backup key wrote it."));
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }
}

package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.AgeKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "key",
        description = {
            "Makes the key that opens the secrets of backups, in the format of age. From then on backups hold the secrets,",
            "closed for this key. Take FILE off this machine: who has it and a backup has the guild."
        },
        footerHeading = "%nExamples:%n",
        footer = "  lotus backup key /media/usb/lotus-backup-key")
final class BackupKeyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ShelfOptions shelf = new ShelfOptions();

    @Parameters(paramLabel = "FILE", description = "Where the key is written; it must not be there yet.")
    Path file = Path.of("");

    @Option(
            names = "--replace",
            description =
                    "Where backups have a key already: close later ones for the new one. Older ones need the old one.")
    boolean replace;

    BackupKeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw Failure.usage(file + " is there already", "Name a new file; a key is never overwritten.");
        }
        refuse();
        Secret identity = AgeKey.identity(World.real().random());
        String recipient = AgeKey.recipientOf(identity);
        folder(shelf.shelf().folder());
        Path noted = shelf.recipientFile().resolveSibling("recipient.new");
        write(noted, recipient + "\n");
        write(file, "# Opens the secrets of backups for " + recipient + "\n" + identity.value() + "\n");
        move(noted, shelf.recipientFile());
        console.line("The key is in " + file + ". Take it off this machine, and keep a second copy.");
        console.line("Backups in " + shelf.shelf().folder() + " hold the secrets from now on, for " + recipient);
        return ExitCode.OK;
    }

    /** Where nobody says that there is a guild, the key would be noted where no backup looks for it. */
    private void refuse() {
        Home home = shelf.home();
        if (shelf.path.isEmpty() && !home.configured()) {
            throw Failure.usage(
                    "there is no lotus.yaml in " + home.folder() + ", which would say where the backups are",
                    "Name the guild's home with --home DIR (/var/lib/lotus on rendered hosts), or the folder with --path DIR.");
        }
        if (!replace && Files.exists(shelf.recipientFile())) {
            throw Failure.usage(
                    "the backups in " + shelf.shelf().folder() + " have a key already",
                    "Where that one is lost, --replace closes later backups for a new one; older ones need the old one.");
        }
    }

    /** One that is there stays as open as it is: it may be a disk with other things on it. */
    private static void folder(Path shelf) {
        if (!Files.isDirectory(shelf)) {
            Home.closed(shelf);
        }
    }

    /** All of it or no file: a second try must not find half a key. A disk without modes, as of a stick, will do. */
    private static void write(Path file, String text) {
        try {
            OwnFiles.write(file, text);
        } catch (IOException e) {
            remove(file, e);
            throw Failure.ofFile(file, e);
        }
    }

    private static void remove(Path file, IOException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.ofFile(to, e);
        }
    }
}

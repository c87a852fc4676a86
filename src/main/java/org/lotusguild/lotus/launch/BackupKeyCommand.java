package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.AgeKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    BackupKeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw Failure.usage(file + " is there already", "Name a new file; a key is never overwritten.");
        }
        Secret identity = AgeKey.identity(World.real().random());
        String recipient = AgeKey.recipientOf(identity);
        write(file, "# Opens the secrets of backups for " + recipient + "\n" + identity.value() + "\n");
        Home.closed(shelf.shelf().folder());
        write(shelf.recipientFile(), recipient + "\n");
        console.line("The key is in " + file + ". Take it off this machine, and keep a second copy.");
        console.line("Backups in " + shelf.shelf().folder() + " hold the secrets from now on, for " + recipient);
        return ExitCode.OK;
    }

    private static void write(Path file, String text) {
        try {
            OwnFiles.write(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }
}

package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.backup.PostgresAddress;
import org.lotusguild.lotus.stack.backup.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Proves a backup: reads its files against their check sums, and restores its databases into scratch ones.",
            "Exit code 1 and the file's name if something is damaged."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lotus backup verify", "  lotus backup verify --all 2026-11-25T03-30-00Z"})
final class BackupVerifyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ShelfOptions shelf = new ShelfOptions();

    @Parameters(arity = "0..1", paramLabel = "BACKUP", description = "As in: lotus backup list (default: the newest).")
    Optional<String> which = Optional.empty();

    @Option(names = "--all", description = "Read every file of the media, not 20 of them.")
    boolean all;

    @Option(names = "--key", paramLabel = "FILE", description = "The key of the secrets: opens them as well.")
    Optional<Path> key = Optional.empty();

    @Option(
            names = "--scratch",
            paramLabel = "URL",
            description = "postgresql://user@host:port/database, where a database may be made for the proof.")
    Optional<String> scratch = Optional.empty();

    @Option(names = "--scratch-password-file", paramLabel = "FILE", description = "The password of that user.")
    Optional<Path> password = Optional.empty();

    BackupVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path backup = shelf.shelf().find(which);
        Verification.Wish wish = new Verification.Wish(all, key.map(ShelfOptions::identity), this::server);
        Verification.Proven proven = shelf.backups(console).verify(backup, wish);
        console.line("Proven: " + backup.getFileName() + ", " + proven.files() + " files, " + proven.hashed() + " of "
                + proven.media() + " of the media read, restored: " + String.join(", ", proven.databases()) + ".");
        return ExitCode.OK;
    }

    private Optional<PostgresAddress> server(String part) {
        if (scratch.isPresent()) {
            Optional<Secret> secret = password.map(
                    file -> new TypedSecret("password", "--scratch-password-file").read(Optional.of(file)));
            return Optional.of(PostgresAddress.of(scratch.get(), secret));
        }
        return shelf.home().configured()
                ? new BackupSources(shelf.home(), Optional.empty()).postgres(part)
                : Optional.empty();
    }
}

package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.backup.Backups;
import org.lotusguild.lotus.stack.backup.Sources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = {
            "Makes a backup, whether the guild runs or not: databases first, media after, then configuration and secrets.",
            "Old ones that need not be kept are removed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lotus backup run", "  lotus backup run --path /mnt/backups --off-site /usr/local/bin/copy-away"})
final class BackupRunCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ShelfOptions shelf = new ShelfOptions();

    @Option(
            names = "--synapse",
            paramLabel = "FILE",
            description = "Synapse's homeserver.yaml (default: that of the trial, or of /etc/matrix-synapse).")
    Optional<Path> synapse = Optional.empty();

    @Option(
            names = "--off-site",
            paramLabel = "PROGRAM",
            description = "Run afterwards with the backup's folder; its failure is the command's.")
    Optional<String> offSite = Optional.empty();

    BackupRunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Sources sources = new BackupSources(shelf.home(), synapse).found();
        if (sources.databases().stream().noneMatch(source -> source.part().equals("synapse"))) {
            console.warning(
                    "THE HOMESERVER IS NOT IN IT: its configuration is not on this machine. Where it is, name it with"
                            + " --synapse FILE");
        }
        shelf.home()
                .config()
                .stack()
                .flatMap(stack -> SignInDatabases.missing(stack, sources))
                .ifPresent(console::warning);
        OffSite taker = OffSite.of(offSite, shelf.home(), System.getProperty("user.name", ""));
        Backups.Done done = shelf.backups(console)
                .run(
                        sources,
                        shelf.keep(),
                        shelf.recipient(),
                        taker.program().map(List::of).orElse(List.of()));
        done.pruned().forEach(name -> console.step("Removed " + name + ", which need not be kept"));
        console.line("Made " + done.backup().folder() + ": "
                + BackupText.size(done.backup().bytes()) + ", of them "
                + BackupText.size(done.backup().written()) + " new" + (done.secrets() ? ", with secrets." : "."));
        console.line("Prove it with: lotus backup verify");
        believed(taker);
        return ExitCode.OK;
    }

    /** Said after the backup: one that stays here is better than none. */
    private void believed(OffSite taker) {
        if (taker.refused()) {
            throw Failure.of(
                    "the backup is whole, but nothing took it elsewhere: not only root may change "
                            + shelf.home().configuration()
                            + " or its folder, so root does not run the program that it names",
                    "Name it in the command: --off-site PROGRAM. lotus render writes it into lotus-backup.service.");
        }
    }
}

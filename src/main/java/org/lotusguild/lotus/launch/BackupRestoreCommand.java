package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.backup.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Puts a backup back where nothing is: shows every step, asks once, overwrites nothing.",
            "Refused while a homeserver or Lotus runs, over a database that is there, or for another server name."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus backup restore --path /mnt/backups --key /media/usb/lotus-backup-key",
            "  lotus backup restore /mnt/backups/2026-11-25T03-30-00Z --home /srv/guild --yes"
        })
final class BackupRestoreCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ShelfOptions shelf = new ShelfOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "BACKUP",
            description = "A name of lotus backup list, or a folder (default: the newest).")
    Optional<String> which = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "The key of the secrets.")
    Optional<Path> key = Optional.empty();

    @Option(names = "--without-secrets", description = "Go on without them: the bot's database stays closed.")
    boolean withoutSecrets;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "/",
            description =
                    "Where files outside of the home go (default: ${DEFAULT-VALUE}); another folder for a rehearsal.")
    Path root = Path.of("/");

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    BackupRestoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Home home = shelf.home();
        Path backup = shelf.shelf().find(which);
        Restore restore = new Restore(
                backup,
                new Restore.Wish(
                        home.folder(),
                        root,
                        key.map(ShelfOptions::identity),
                        (part, homeserver) -> new BackupSources(home, homeserver).postgres(part)),
                ShelfOptions.world(console));
        refuse(home, restore);
        restore.refuse();
        console.line("This puts the guild " + restore.serverName() + " back from " + backup + ":");
        restore.plan().forEach(step -> console.line("  " + step));
        agree();
        restore.run();
        new Healing(home, console).run();
        audit(home);
        console.line("The guild is back. Go on with: lotus up --home " + home.folder());
        return ExitCode.OK;
    }

    /** Of the servers on this machine, where the guild has any beside the trial's. */
    private void audit(Home home) {
        boolean secrets = Files.exists(home.secrets().resolve("vault-key"));
        if (secrets && home.config().stack().isPresent()) {
            new AuditCheckup(home, World.real().clock())
                    .lines()
                    .forEach(line -> console.step("Audit: " + line.text() + "; see: lotus audit"));
        }
    }

    private void refuse(Home home, Restore restore) {
        HomeLock.holder(home).ifPresent(process -> {
            throw Failure.of(
                    "Lotus (process " + process.pid() + ") runs on " + home.folder(),
                    "Stop it first: lotus stop --home " + home.folder());
        });
        if (home.configured() && !home.config().homeserver().serverName().equals(restore.serverName())) {
            throw Failure.of(
                    "the backup is of " + restore.serverName() + ", but " + home.configuration() + " is of "
                            + home.config().homeserver().serverName(),
                    "A server name is for ever: name another home with --home.");
        }
        boolean secretsThere = Files.exists(home.secrets().resolve("vault-key"));
        if (!withoutSecrets && !secretsThere) {
            needSecrets(home, restore);
        }
    }

    private static void needSecrets(Home home, Restore restore) {
        String own = "or put your own copy of the folder into " + home.secrets() + ", or go on with --without-secrets.";
        if (restore.secretsLeftOut()) {
            throw Failure.usage("the backup holds no secrets", "Take one that does, " + own);
        }
        if (restore.secretsStayClosed()) {
            throw Failure.usage("the secrets of the backup are closed", "Name their key with --key FILE, " + own);
        }
    }

    private void agree() {
        if (yes) {
            return;
        }
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            throw Failure.usage("there is no terminal to ask", "Look at the steps, then run it again with --yes.");
        }
        if (!"yes".equals(terminal.readLine("Type yes to go on: "))) {
            throw Failure.of("stopped; nothing was changed", "");
        }
    }
}

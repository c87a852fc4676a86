package org.lotusguild.lotus.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "backup",
        description = "Backups of the whole guild: databases, media, configuration, secrets.",
        subcommands = {
            BackupRunCommand.class,
            BackupListCommand.class,
            BackupVerifyCommand.class,
            BackupRestoreCommand.class,
            BackupPruneCommand.class,
            BackupKeyCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class BackupCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private BackupCommand() {}
}

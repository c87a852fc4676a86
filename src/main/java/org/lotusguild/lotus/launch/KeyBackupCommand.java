package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "backup",
        description = {
            "Starts the backup of the bot's room keys on the homeserver if it is off, and shows where it stands."
        },
        footerHeading = "%nExamples:%n",
        footer = "  lotus account backup")
final class KeyBackupCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    KeyBackupCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ObjectNode now = Control.of(at.home()).post("encryption/backup", Json.object());
        Status.Backup backup = Json.read(now, Status.Backup.class);
        console.line("backup  " + backup.text());
        return backup.on() ? ExitCode.OK : ExitCode.FAILED;
    }
}

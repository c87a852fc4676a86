package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "setup-encryption",
        description = {
            "Makes the recovery key of the bot's account, stores the bot's identity under it on the homeserver, and starts",
            "the backup of room keys.",
            "The key is shown once and kept in a file of the home. Run it again to renew what is stored."
        },
        footerHeading = "%nExamples:%n",
        footer = "  lotus account setup-encryption")
final class SetupEncryptionCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    SetupEncryptionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Home home = at.home();
        ObjectNode done = Control.of(home).post("encryption", Json.object(), Control.LONG);
        console.line("The bot's identity is stored on the homeserver under its recovery key.");
        if (done.path("made").asBoolean(false)) {
            console.line("  recovery key  " + home.recoveryKey().text().value());
            console.line("Write it down: who has it is the bot.");
        }
        console.line("  kept in       " + home.recoveryKeyFile());
        Status.Backup backup = Json.read(Json.objectAt(done, "backup"), Status.Backup.class);
        console.line("  room keys     " + backup.text());
        return ExitCode.OK;
    }
}

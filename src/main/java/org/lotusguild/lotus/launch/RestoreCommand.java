package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "restore",
        description = {
            "Gets the bot's identity and room keys back from the homeserver with the recovery key, after the database was",
            "lost. Lotus must run. The key is taken from the file of the home, from another file, or asked for."
        },
        footerHeading = "%nExamples:%n",
        footer = "  lotus account restore%n  lotus account restore --recovery-key-file /media/usb/lotus-recovery-key")
final class RestoreCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--recovery-key-file", paramLabel = "FILE", description = "Holds the recovery key.")
    Optional<Path> file = Optional.empty();

    RestoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Home home = at.home();
        Control control = Control.of(home);
        control.running();
        Secret key = new TypedSecret("recovery key", "--recovery-key-file").read(file.or(home::keptRecoveryKey));
        ObjectNode wish = Json.object().put("recovery_key", key.value());
        ObjectNode done = control.post("encryption/restore", wish, Control.LONG);
        console.line("The bot has its identity back, and its device is signed.");
        console.line(RestoredText.of(done));
        if (home.keepRecoveryKey(key)) {
            console.line("  recovery key kept in  " + home.recoveryKeyFile());
        } else {
            console.warning(home.recoveryKeyFile()
                    + " holds another recovery key, which is of no use here: put this one" + " in its place.");
        }
        return ExitCode.OK;
    }
}

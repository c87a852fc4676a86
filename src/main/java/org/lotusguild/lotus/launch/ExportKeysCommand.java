package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "export-keys",
        description = {
            "Writes all room keys of the bot into a file that every Matrix client reads, closed with a passphrase.",
            "Who has both reads what was said in the bot's encrypted rooms. Lotus must run."
        },
        footerHeading = "%nExamples:%n",
        footer =
                "  lotus account export-keys bot-keys.txt%n  lotus account export-keys bot-keys.txt --passphrase-file passphrase")
final class ExportKeysCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist yet.")
    Path file = Path.of("");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Holds the passphrase; else it is asked for.")
    Optional<Path> passphrase = Optional.empty();

    ExportKeysCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Control control = Control.of(at.home());
        control.running();
        Secret secret = new TypedSecret("passphrase", "--passphrase-file").readNew(passphrase);
        ObjectNode wish =
                Json.object().put("file", file.toAbsolutePath().toString()).put("passphrase", secret.value());
        ObjectNode done = control.post("encryption/export", wish, Control.LONG);
        console.line(done.path("keys").asInt(0) + " room keys are in " + file);
        return ExitCode.OK;
    }
}

package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    KeyFileOptions key = new KeyFileOptions();

    ExportKeysCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Control control = Control.of(at.home());
        control.running();
        ObjectNode done = control.post("encryption/export", key.toWrite(file), Control.LONG);
        console.line(done.path("keys").asInt(0) + " room keys are in " + file);
        return ExitCode.OK;
    }
}

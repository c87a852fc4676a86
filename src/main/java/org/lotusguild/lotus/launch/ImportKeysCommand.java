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
        name = "import-keys",
        description = {"Takes over the room keys of a file that a Matrix client or export-keys wrote. Lotus must run."},
        footerHeading = "%nExamples:%n",
        footer =
                "  lotus account import-keys element-keys.txt%n  lotus account import-keys element-keys.txt --passphrase-file passphrase")
final class ImportKeysCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Parameters(paramLabel = "FILE", description = "The file to read.")
    Path file = Path.of("");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Holds the passphrase; else it is asked for.")
    Optional<Path> passphrase = Optional.empty();

    ImportKeysCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Control control = Control.of(at.home());
        control.running();
        Secret secret = new TypedSecret("passphrase", "--passphrase-file").read(passphrase);
        ObjectNode wish =
                Json.object().put("file", file.toAbsolutePath().toString()).put("passphrase", secret.value());
        console.line(RestoredText.of(control.post("encryption/import", wish, Control.LONG)));
        return ExitCode.OK;
    }
}

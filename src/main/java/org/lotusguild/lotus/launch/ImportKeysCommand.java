package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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

    @Mixin
    KeyFileOptions key = new KeyFileOptions();

    ImportKeysCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Control control = Control.of(at.home());
        control.running();
        console.line(RestoredText.of(control.post("encryption/import", key.toRead(file), Control.LONG)));
        return ExitCode.OK;
    }
}

package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.Version;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.line("Lotus " + Version.text() + ", Java " + Runtime.version());
        return ExitCode.OK;
    }
}

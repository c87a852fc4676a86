package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Tells whether everything runs. Exit code 1 until all is ready.",
        footerHeading = "%nExamples:%n",
        footer = {"  lotus status", "  lotus status --json | jq -r .rooms.general"})
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--json", description = "Print it as JSON.")
    boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Status status = Control.of(at.home()).running();
        if (json) {
            console.line(Json.text(status));
        } else {
            new StatusText(console).print(status);
        }
        return status.ready() ? ExitCode.OK : ExitCode.FAILED;
    }
}

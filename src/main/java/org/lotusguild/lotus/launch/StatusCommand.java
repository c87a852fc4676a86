package org.lotusguild.lotus.launch;

import java.util.Optional;
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
        Optional<Status> status = Control.of(at.home(), World.real().http()).status();
        if (status.isEmpty()) {
            console.error("Lotus does not run on " + at.home().folder());
            console.hint("Start it with: lotus up");
            return ExitCode.FAILED;
        }
        if (json) {
            console.line(Json.text(status.get()));
        } else {
            new StatusText(console).print(status.get());
        }
        return status.get().ready() ? ExitCode.OK : ExitCode.FAILED;
    }
}

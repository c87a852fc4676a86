package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "stop",
        description = "Ends the running program in order, within 10 seconds.",
        footerHeading = "%nExamples:%n",
        footer = {"  lotus stop", "  lotus stop --home /srv/guild"})
final class StopCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Control control = Control.of(at.home(), World.real().http());
        Optional<Status> status = control.status();
        if (status.isEmpty()) {
            console.line("Lotus does not run on " + at.home().folder() + ".");
            return ExitCode.OK;
        }
        control.post("stop", Json.object());
        awaitEnd(status.get().pid());
        console.line("Lotus has stopped.");
        return ExitCode.OK;
    }

    private static void awaitEnd(long pid) throws InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return;
        }
        try {
            process.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw Failure.of(
                    "process " + pid + " has not ended after " + LIMIT.toSeconds() + " s",
                    "End it with: kill -9 " + pid + " (nothing that was acknowledged is lost).");
        }
    }
}

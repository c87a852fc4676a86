package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lotusguild.lotus.base.config.ConfigException;
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
        Home home = at.home();
        Optional<ProcessHandle> running = HomeLock.holder(home);
        if (!asked(home)) {
            if (running.isEmpty()) {
                console.line("Lotus does not run on " + home.folder() + ".");
                return ExitCode.OK;
            }
            signal(home, running.get());
        }
        if (running.isPresent()) {
            awaitEnd(running.get());
        }
        console.line("Lotus has stopped.");
        return ExitCode.OK;
    }

    /** False if nothing answers: it may be in an early phase of its start, or lotus.yaml may be another by now. */
    private static boolean asked(Home home) {
        try {
            Control control = Control.of(home);
            if (control.ours().isEmpty()) {
                return false;
            }
            control.post("stop", Json.object());
            return true;
        } catch (ConfigException | Failure e) {
            return false;
        }
    }

    /** A signal reaches it in every phase. */
    private static void signal(Home home, ProcessHandle process) {
        if (!process.destroy() && process.isAlive()) {
            throw Failure.of(
                    "process " + process.pid() + " of " + home.folder() + " is another user's",
                    "Stop it as who started it.");
        }
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw Failure.of(
                    "process " + process.pid() + " has not ended after " + LIMIT.toSeconds() + " s",
                    "End it with: kill -9 " + process.pid() + " (nothing that was acknowledged is lost).");
        }
    }
}

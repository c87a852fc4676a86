package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.trial.OwnHome;
import org.lotusguild.lotus.stack.trial.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Starts everything and stays in the foreground; Ctrl-C or lotus stop ends it.",
            "Where the home has no lotus.yaml, it makes a whole trial guild with its own homeserver."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lotus up", "  lotus up --home /srv/guild --log-to-stderr"})
final class UpCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--log-to-stderr", description = "Log there instead of to logs/lotus.log of the home.")
    boolean logToStandardError;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        World world = World.real();
        Home home = at.home();
        if (home.configured()) {
            Optional<Status> other = Control.of(home, world.http()).ours();
            if (other.isPresent()) {
                new StatusText(console).print(other.get());
                return ExitCode.OK;
            }
        }
        logs(home);
        boolean trial = !home.configured() || Trial.isIn(home.folder());
        return run(home, trial ? Optional.of(prepare(home, world)) : Optional.empty(), world);
    }

    private Trial prepare(Home home, World world) {
        return Trial.prepare(
                home.folder(),
                new Trial.World(
                        world.environment(), world.http(), world.random(), world.clock(), world.pause(), console));
    }

    private int run(Home home, Optional<Trial> trial, World world) throws InterruptedException {
        new OwnHome(home.folder(), world.random()).controlToken();
        Lotus lotus = new Lotus(home, home.config(), world, console);
        Thread hook = new Thread(() -> ended(lotus), "shut-down");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            lotus.start(trial);
            new Welcome(console).print(lotus.status(), trial.map(Trial::guild));
            lotus.awaitStopAsked();
            console.step("Stopping");
        } finally {
            lotus.shutDown();
        }
        return ExitCode.OK;
    }

    /** A signal is a wish like any other: everything ends in order, and the exit code says so. */
    private static void ended(Lotus lotus) {
        try {
            if (lotus.shutDownBySignal()) {
                Runtime.getRuntime().halt(ExitCode.OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void logs(Home home) throws IOException {
        if (logToStandardError) {
            LogSetup.toStandardError(ch.qos.logback.classic.Level.INFO);
        } else {
            Files.createDirectories(home.logs());
            LogSetup.toFile(home.logs());
        }
    }
}

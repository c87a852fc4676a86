package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.trial.OwnHome;
import org.lotusguild.lotus.stack.trial.Trial;
import org.lotusguild.lotus.stack.trial.servers.Servers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Starts everything and stays in the foreground; Ctrl-C or lotus stop ends it.",
            "Where the home has no lotus.yaml, it makes a whole trial guild with its own homeserver. A trial grows by",
            "--postgres, --turn, --sfu, --proxy and --workers: the home remembers them (servers.json), so that the next",
            "lotus up starts the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus up",
            "  lotus up --workers 3 --turn --sfu",
            "  lotus up --home /srv/guild --log-to-stderr",
            "  lotus up --only webhooks"
        })
final class UpCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--log-to-stderr", description = "Log there instead of to logs/lotus.log of the home.")
    boolean logToStandardError;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = {
                "Run these parts alone, with commas between them: bot, webhooks. Other processes run the others, or the"
                        + " same ones, on the same PostgreSQL."
            })
    List<String> only = new ArrayList<>();

    @Mixin
    TrialFlags flags = new TrialFlags();

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Set<PartName> wanted = PartName.parse(only);
        boolean grows = !flags.wanted().isNothing();
        Home home = at.home();
        boolean trial = !home.configured() || Trial.isIn(home.folder());
        if (trial && !wanted.isEmpty()) {
            throw Failure.usage(
                    "--only: a trial runs whole", "Name the home of a guild with --home, or leave --only out.");
        }
        if (!trial && grows) {
            throw Failure.usage(
                    "this home has no trial: its homeserver is started by somebody else, and so are the servers around it",
                    "Leave the flags out, or name another home with --home; the servers of a real guild stand under"
                            + " stack: (docs/operator/several-hosts.md).");
        }
        if (home.configured()) {
            PartName.chosen(wanted, home.config(), home.configuration()); // mistakes first
        }
        folder(home);
        Optional<HomeLock> lock = HomeLock.take(home);
        if (lock.isEmpty()) {
            return other(home);
        }
        StopWish wish = StopWish.bySignals();
        try (HomeLock held = lock.get()) {
            logs(home);
            return run(home, trial, wanted, wish);
        } catch (Exception e) {
            if (wish.asked()) {
                return ExitCode.OK; // what broke, broke because the start was broken off
            }
            throw e;
        } finally {
            wish.fulfilled();
        }
    }

    /** The home itself may be entered by others; what is secret in it is closed. */
    private static void folder(Home home) {
        try {
            Files.createDirectories(home.folder());
        } catch (IOException e) {
            throw Failure.ofFile(home.folder(), e);
        }
    }

    private int other(Home home) {
        Optional<Status> status = home.configured() ? Control.of(home).ours() : Optional.empty();
        if (!flags.wanted().isNothing()) {
            console.warning("Lotus runs already, so nothing is added: lotus stop, then this again.");
        }
        if (status.isPresent()) {
            new StatusText(console).print(status.get());
        } else {
            String process =
                    HomeLock.holder(home).map(p -> " (process " + p.pid() + ")").orElse("");
            console.line("Another lotus up" + process + " is starting or stopping on " + home.folder()
                    + ". Look with: lotus status");
        }
        return ExitCode.OK;
    }

    private int run(Home home, boolean trial, Set<PartName> wanted, StopWish wish) throws InterruptedException {
        RunningParts running = new RunningParts();
        try {
            Lotus lotus;
            Status status;
            Optional<Trial> prepared;
            try {
                World world = World.real();
                Optional<Watchdog> dog = Watchdog.of(world);
                dog.ifPresent(one -> running.keep("watchdog", one.start())); // making a trial takes its time
                prepared = trial ? Optional.of(prepare(home, world)) : Optional.empty();
                new OwnHome(home.folder(), world.random()).controlToken();
                LotusConfig config = home.config();
                dog.ifPresent(one -> one.watch(config.http().internal()));
                Set<PartName> parts = PartName.chosen(wanted, config, home.configuration());
                lotus = new Lotus(home, config, parts, world, console, wish, running);
                status = lotus.start(prepared);
            } finally {
                wish.startIsOver();
                if (wish.asked()) {
                    console.step("Stopping");
                }
            }
            if (!wish.asked()) {
                new Welcome(console).print(status, prepared.map(Trial::guild), lotus::hook);
                wish.await();
                console.step("Stopping");
            }
        } finally {
            running.close();
        }
        return ExitCode.OK;
    }

    private Trial prepare(Home home, World world) {
        if (flags.implies()) {
            console.step("Workers need PostgreSQL, Redis and nginx, which come with them");
        }
        Trial.World trial = new Trial.World(
                world.environment(), world.http(), world.random(), world.clock(), world.pause(), console);
        return Trial.prepare(
                home.folder(),
                trial,
                Servers.of(
                        home.folder(),
                        flags.wanted(),
                        trial,
                        () -> home.config().http()));
    }

    private void logs(Home home) {
        if (logToStandardError) {
            LogSetup.toStandardError(ch.qos.logback.classic.Level.INFO);
        } else {
            Home.closed(home.logs());
            LogSetup.toFile(home.logs());
        }
    }
}

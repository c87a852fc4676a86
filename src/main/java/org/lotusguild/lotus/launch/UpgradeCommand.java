package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.stack.upgrade.Advice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "upgrade",
        description = "What an upgrade of the servers around Lotus would bring.",
        subcommands = UpgradeCommand.Check.class,
        synopsisSubcommandLabel = "COMMAND")
final class UpgradeCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private UpgradeCommand() {}

    @Command(
            name = "check",
            description = {
                "Compares the installed servers with the newest versions that this Lotus knows, tells what concerns your",
                "configuration and in which order to work. It asks nobody over the network and changes nothing.",
                "Exit code 1 if a security release is missing or a series has ended."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  lotus upgrade check", "  lotus upgrade check --facts facts.yaml --synapse homeserver.yaml"})
    static final class Check implements Callable<Integer> {
        private final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        @Option(
                names = "--facts",
                paramLabel = "FILE",
                description = "The versions, under versions: (default: the programs of this machine are asked).")
        Optional<Path> facts = Optional.empty();

        @Option(names = "--synapse", paramLabel = "FILE", description = "Synapse's homeserver.yaml.")
        Optional<Path> synapse = Optional.empty();

        Check(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            Versions versions = new Versions(at.home(), synapse);
            facts.filter(file -> !Files.isReadable(file)).ifPresent(file -> {
                throw Failure.usage("there is no " + file, "lotus render writes one.");
            });
            Advice advice = versions.advice(facts, LocalDate.now(World.real().clock()));
            if (advice.engines().isEmpty()) {
                throw Failure.of(
                        "no server is installed here that Lotus knows", "Name their versions with --facts FILE.");
            }
            console.line("What Lotus knows is of " + advice.known() + ".");
            advice.engines().forEach(this::engine);
            work(advice.work());
            return advice.urgent() ? ExitCode.FAILED : ExitCode.OK;
        }

        private void engine(Advice.Engine engine) {
            console.line(console.strong(engine.title()) + " " + engine.installed()
                    + (engine.behind() ? " → " + engine.next() : ", nothing newer is known in its series"));
            engine.end()
                    .ifPresent(day -> console.line(
                            engine.ended()
                                    ? "  without fixes since " + day + ": move to another series"
                                    : "  has fixes until " + day));
            engine.security().forEach(release -> console.line("  mended in " + release));
            engine.notes().forEach(note -> console.line("  " + note));
        }

        private void work(List<String> steps) {
            if (!steps.isEmpty()) {
                console.line("In this order:");
            }
            for (int i = 0; i < steps.size(); i++) {
                console.line("  " + (i + 1) + ". " + steps.get(i));
            }
        }
    }
}

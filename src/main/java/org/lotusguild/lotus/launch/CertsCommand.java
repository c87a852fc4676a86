package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.stack.certs.CertificateSync;
import org.lotusguild.lotus.stack.certs.CertificateTrouble;
import org.lotusguild.lotus.stack.certs.Destination;
import org.lotusguild.lotus.stack.certs.TurnConfig;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "certs",
        description = "Certificates of the servers around Lotus.",
        subcommands = CertsCommand.Sync.class,
        synopsisSubcommandLabel = "COMMAND")
final class CertsCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private CertsCommand() {}

    @Command(
            name = "sync",
            description = {
                "Brings a renewed certificate to coturn and nginx on this machine, and looks what they show. A bad pair never",
                "replaces a good one. Exit code 1 if a server shows another certificate in the end; what goes wrong with one",
                "keeps nothing from the next. Without --name it looks after the servers of the block stack that are on this",
                "machine."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lotus certs sync",
                "  lotus certs sync --name turn.example.org --turn /etc/turnserver.conf",
                "  lotus certs sync --name matrix.example.org --reload 'nginx -s reload' --shown 127.0.0.1:443",
                "  lotus certs sync --name turn.example.org --turn /etc/turnserver.conf \\",
                "      --name matrix.example.org --reload 'nginx -s reload' --shown 127.0.0.1:443"
            })
    static final class Sync implements Callable<Integer> {
        private final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        @ArgGroup(exclusive = false, multiplicity = "0..*")
        List<Named> named = new ArrayList<>();

        /** A host name and the server that shows its certificate. What is not given is null: picocli makes no other. */
        static final class Named {
            @Option(
                    names = "--name",
                    required = true,
                    paramLabel = "HOST",
                    description = "The name that must be in the certificate; once more begins the next certificate.")
            String name = "";

            @Option(
                    names = "--from",
                    paramLabel = "DIR",
                    description = "Holds fullchain.pem and privkey.pem (default: /etc/letsencrypt/live/HOST).")
            @Nullable
            Path from;

            @Option(
                    names = "--turn",
                    paramLabel = "FILE",
                    description = "coturn's configuration: its cert and pkey are replaced, and calls go on.")
            @Nullable
            Path turn;

            @Option(
                    names = "--reload",
                    paramLabel = "COMMAND",
                    description = "For a server that reads the source itself: run when it shows another certificate.")
            @Nullable
            String reload;

            @Option(names = "--shown", paramLabel = "HOST:PORT", description = "Where that server shows it.")
            @Nullable
            String shown;
        }

        Sync(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            List<CertificateJobs.Job> jobs = named.isEmpty()
                    ? ofStack()
                    : named.stream().flatMap(Sync::jobs).toList();
            World world = World.real();
            CertificateSync sync = new CertificateSync(world.clock(), world.random(), world.pause());
            int worst = ExitCode.OK;
            for (CertificateJobs.Job job : jobs) {
                worst = Math.max(worst, sync(sync, job));
            }
            return worst;
        }

        /** One server's trouble keeps nothing from the others. */
        private int sync(CertificateSync sync, CertificateJobs.Job job) {
            try {
                Destination to = job.to().get();
                CertificateSync.Outcome outcome = sync.run(job.source(), to);
                console.line((outcome.replaced() || outcome.told() ? "Renewed " : "In place ")
                        + job.name() + " "
                        + outcome.leaf() + ", key " + outcome.key() + ", good until " + outcome.ends()
                        + to.shown().map(server -> ", shown at " + server).orElse("") + ".");
                return ExitCode.OK;
            } catch (CertificateTrouble trouble) {
                console.error(job.name() + ": " + trouble.getMessage());
                console.hint(Refusals.sentence(trouble.remedy()));
                return ExitCode.FAILED;
            }
        }

        private List<CertificateJobs.Job> ofStack() {
            List<CertificateJobs.Job> jobs = at.home()
                    .config()
                    .stack()
                    .map(stack -> CertificateJobs.here(stack, Path.of("/")))
                    .orElseThrow(() -> Failure.usage(
                            at.home().configuration() + " has no block stack",
                            "Name a host with --name, and its server with --turn or --reload."));
            if (jobs.isEmpty()) {
                console.line("Neither coturn nor nginx is on this machine.");
            }
            return jobs;
        }

        private static Stream<CertificateJobs.Job> jobs(Named one) {
            Path folder = Objects.requireNonNullElseGet(one.from, () -> Path.of("/etc/letsencrypt/live", one.name));
            CertificateSync.Source source =
                    new CertificateSync.Source(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
            Optional<CertificateJobs.Job> turn = Optional.ofNullable(one.turn)
                    .map(file -> new CertificateJobs.Job(
                            one.name, source, () -> new TurnConfig(file).destination(one.name)));
            Optional<CertificateJobs.Job> reload = Optional.ofNullable(one.reload)
                    .map(command -> {
                        Destination to = reloaded(one, command);
                        return new CertificateJobs.Job(one.name, source, () -> to);
                    });
            if (turn.isEmpty() && reload.isEmpty()) {
                throw Failure.usage(
                        "no server of " + one.name + " is named",
                        "Name one with --turn, or with --reload and --shown.");
            }
            return Stream.concat(turn.stream(), reload.stream());
        }

        private static Destination reloaded(Named one, String command) {
            return new Destination(
                    one.name,
                    Optional.empty(),
                    new Destination.Hears.ByCommand(List.of(command.strip().split("\\s+"))),
                    Optional.of(server(one)));
        }

        private static HostPort server(Named one) {
            try {
                return HostPort.parse(Objects.requireNonNullElse(one.shown, "127.0.0.1:443"));
            } catch (IllegalArgumentException e) {
                throw Failure.usage("--shown: " + e.getMessage(), "");
            }
        }
    }
}

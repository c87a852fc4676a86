package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.stack.certs.CertificateSync;
import org.lotusguild.lotus.stack.certs.CertificateTrouble;
import org.lotusguild.lotus.stack.certs.Destination;
import org.lotusguild.lotus.stack.certs.TurnConfig;
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
                "replaces a good one. Exit code 1 if a server shows another certificate in the end. Without options it looks",
                "after the servers of the block stack that are on this machine."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lotus certs sync",
                "  lotus certs sync --name turn.example.org --turn /etc/turnserver.conf",
                "  lotus certs sync --name matrix.example.org --reload 'nginx -s reload' --shown 127.0.0.1:443"
            })
    static final class Sync implements Callable<Integer> {
        private final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        @Option(names = "--name", paramLabel = "HOST", description = "The name that must be in the certificate.")
        Optional<String> name = Optional.empty();

        @Option(
                names = "--from",
                paramLabel = "DIR",
                description = "Holds fullchain.pem and privkey.pem (default: /etc/letsencrypt/live/HOST).")
        Optional<Path> from = Optional.empty();

        @Option(
                names = "--turn",
                paramLabel = "FILE",
                description = "coturn's configuration: its cert and pkey are replaced, and calls go on.")
        Optional<Path> turn = Optional.empty();

        @Option(
                names = "--reload",
                paramLabel = "COMMAND",
                description = "For a server that reads the source itself: run when it shows another certificate.")
        Optional<String> reload = Optional.empty();

        @Option(names = "--shown", paramLabel = "HOST:PORT", description = "Where that server shows it.")
        Optional<String> shown = Optional.empty();

        Sync(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            List<CertificateJobs.Job> jobs = name.isPresent() ? named(name.get()) : ofStack();
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
                CertificateSync.Outcome outcome = sync.run(job.source(), job.to());
                console.line((outcome.replaced() || outcome.told() ? "Renewed " : "In place ")
                        + job.to().name() + " "
                        + outcome.leaf() + ", key " + outcome.key() + ", good until " + outcome.ends()
                        + job.to().shown().map(server -> ", shown at " + server).orElse("") + ".");
                return ExitCode.OK;
            } catch (CertificateTrouble trouble) {
                console.error(String.valueOf(trouble.getMessage()));
                console.hint(trouble.remedy() + ".");
                return ExitCode.FAILED;
            }
        }

        private List<CertificateJobs.Job> ofStack() {
            if (turn.isPresent() || reload.isPresent() || from.isPresent()) {
                throw Failure.usage("the host is not named", "Name it with --name.");
            }
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

        private List<CertificateJobs.Job> named(String host) {
            Path folder = from.orElseGet(() -> Path.of("/etc/letsencrypt/live", host));
            CertificateSync.Source source =
                    new CertificateSync.Source(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
            List<CertificateJobs.Job> jobs = new ArrayList<>();
            turn.ifPresent(file -> jobs.add(new CertificateJobs.Job(source, new TurnConfig(file).destination(host))));
            reload.ifPresent(command -> jobs.add(new CertificateJobs.Job(source, reloaded(host, command))));
            if (jobs.isEmpty()) {
                throw Failure.usage("no server is named", "Name one with --turn, or with --reload and --shown.");
            }
            return jobs;
        }

        private Destination reloaded(String host, String command) {
            return new Destination(
                    host,
                    Optional.empty(),
                    new Destination.Hears.ByCommand(List.of(command.strip().split("\\s+"))),
                    Optional.of(server()));
        }

        private HostPort server() {
            try {
                return HostPort.parse(shown.orElse("127.0.0.1:443"));
            } catch (IllegalArgumentException e) {
                throw Failure.usage("--shown: " + e.getMessage(), "");
            }
        }
    }
}

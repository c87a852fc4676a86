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
                "replaces a good one. Exit code 1 if a server shows another certificate in the end."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lotus certs sync --name turn.example.org --turn /etc/turnserver.conf",
                "  lotus certs sync --name matrix.example.org --reload 'nginx -s reload' --shown 127.0.0.1:443"
            })
    static final class Sync implements Callable<Integer> {
        private final Console console;

        @Mixin
        HelpOption help = new HelpOption();

        @Option(names = "--name", required = true, paramLabel = "HOST", description = "The name that must be in it.")
        String name = "";

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
            Path folder = from.orElseGet(() -> Path.of("/etc/letsencrypt/live", name));
            CertificateSync.Source source =
                    new CertificateSync.Source(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
            List<Destination> all = destinations();
            if (all.isEmpty()) {
                throw Failure.usage("no server is named", "Name one with --turn, or with --reload and --shown.");
            }
            World world = World.real();
            CertificateSync sync = new CertificateSync(world.clock(), world.random(), world.pause());
            int worst = ExitCode.OK;
            for (Destination one : all) {
                worst = Math.max(worst, sync(sync, source, one));
            }
            return worst;
        }

        /** One server's trouble keeps nothing from the others. */
        private int sync(CertificateSync sync, CertificateSync.Source source, Destination to) {
            try {
                CertificateSync.Outcome outcome = sync.run(source, to);
                console.line((outcome.replaced() || outcome.told() ? "Renewed " : "In place ") + outcome.leaf()
                        + ", key "
                        + outcome.key() + ", good until " + outcome.ends()
                        + to.shown().map(server -> ", shown at " + server).orElse("") + ".");
                return ExitCode.OK;
            } catch (CertificateTrouble trouble) {
                console.error(String.valueOf(trouble.getMessage()));
                console.hint(trouble.remedy() + ".");
                return ExitCode.FAILED;
            }
        }

        private List<Destination> destinations() {
            List<Destination> all = new ArrayList<>();
            turn.ifPresent(file -> all.add(new TurnConfig(file).destination(name)));
            reload.ifPresent(command -> all.add(new Destination(
                    name,
                    Optional.empty(),
                    new Destination.Hears.ByCommand(List.of(command.strip().split("\\s+"))),
                    Optional.of(server()))));
            return all;
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

package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.trial.CommandRun;
import org.lotusguild.lotus.stack.trial.Program;
import org.lotusguild.lotus.stack.trial.Template;
import org.lotusguild.lotus.stack.trial.TrialException;

/** coturn, through which calls go that find no other way. Its certificate is signed by nobody. */
record Coturn(Path program) implements Server {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static Coturn found(SystemPrograms programs) {
        return new Coturn(programs.program("turnserver", "coturn"));
    }

    @Override
    public List<String> files() {
        return List.of("/etc/turnserver.conf");
    }

    @Override
    public List<Program> programs(Grounds on) {
        certificate(on);
        int port = on.plan().port(Service.TURN);
        String file = on.files().at("/etc/turnserver.conf").toString();
        return List.of(on.keeper()
                .program(
                        "coturn",
                        port,
                        "SIGTERM",
                        List.of(program.toString(), "-c", file),
                        () -> Keeper.listens(port)));
    }

    private static void certificate(Grounds on) {
        Path folder = on.files().folder("/etc/coturn/certs");
        CommandRun run = CommandRun.of(
                List.of(
                        on.python().toString(),
                        "-I",
                        "-c",
                        Template.plain("certificate.py"),
                        folder.resolve("fullchain.pem").toString(),
                        folder.resolve("privkey.pem").toString()),
                LIMIT,
                line -> {});
        if (!run.ok()) {
            throw new TrialException("coturn's certificate could not be made:\n" + run.tail(5), "Run it again");
        }
    }
}

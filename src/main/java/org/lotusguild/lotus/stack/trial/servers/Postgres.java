package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.trial.CommandRun;
import org.lotusguild.lotus.stack.trial.HomeFiles;
import org.lotusguild.lotus.stack.trial.Program;
import org.lotusguild.lotus.stack.trial.TrialException;

/** PostgreSQL, with the databases of Synapse and of Lotus. */
record Postgres(Path program, Unprivileged user) implements Server {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String READY = "database system is ready to accept connections";

    static Postgres found(SystemPrograms programs, Unprivileged user) {
        return new Postgres(programs.postgres(), user);
    }

    /** The first number of its version, for which the files are written. */
    int major() {
        CommandRun run = CommandRun.of(List.of(program.toString(), "--version"), LIMIT, line -> {});
        String version =
                run.tail(1).replaceAll("^.*?(\\d+).*$", "$1"); // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
        if (!run.ok() || !version.matches("\\d{1,3}")) {
            throw new TrialException(program + " does not tell its version: " + run.tail(1), "Install PostgreSQL anew");
        }
        return Integer.parseInt(version);
    }

    @Override
    public List<String> files() {
        return List.of("/etc/postgresql/");
    }

    @Override
    public List<Program> programs(Grounds on) {
        Cluster cluster = new Cluster(on.home(), program, user, on.python());
        cluster.make(on.secrets());
        cluster.configure(on.files().text("/main/conf.d/lotus.conf"), on.files().text("/main/pg_hba.conf"));
        int port = on.plan().port(Service.POSTGRES);
        List<String> server = List.of(
                program.toString(),
                "-D",
                cluster.folder().toString(),
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=");
        List<String> command = new ArrayList<>(user.command(on.python(), server));
        Path said = on.files().folder("/var/log").resolve("postgresql.out");
        return List.of(on.keeper()
                .program(
                        "PostgreSQL",
                        port,
                        on.keeper().elsewhere() + " and the same into store.url of "
                                + on.guild().configuration(),
                        "SIGINT", // ends connections and then itself
                        command,
                        () -> Files.exists(said) && HomeFiles.read(said).contains(READY)));
    }
}

package org.lotusguild.lotus.stack.trial.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.render.SecretValues;
import org.lotusguild.lotus.stack.trial.CommandRun;
import org.lotusguild.lotus.stack.trial.HomeFiles;
import org.lotusguild.lotus.stack.trial.TrialException;

/** The folder {@code postgresql/} of a home: the data of its PostgreSQL. It is there whole or not at all. */
final class Cluster {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path home;
    private final Path folder;
    private final Path programs;
    private final Unprivileged user;
    private final Path python;

    Cluster(Path home, Path postgres, Unprivileged user, Path python) {
        this.home = home;
        this.folder = folder(home);
        this.programs = postgres.resolveSibling("");
        this.user = user;
        this.python = python;
    }

    static Path folder(Path home) {
        return home.resolve("postgresql");
    }

    static boolean isIn(Path home) {
        return Files.exists(folder(home));
    }

    Path folder() {
        return folder;
    }

    /** Makes it with both databases, unless it is there. */
    void make(SecretValues secrets) {
        if (Files.exists(folder)) {
            return;
        }
        user.needWay(home);
        Path fresh = folder.resolveSibling("postgresql.new");
        try {
            HomeFiles.clear(fresh);
            HomeFiles.closedFolder(fresh);
            user.own(fresh);
            run(List.of(
                    program("initdb"),
                    "-D",
                    fresh.toString(),
                    "-U",
                    "postgres",
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--auth-local=peer",
                    "--auth-host=reject"));
            Files.writeString(
                    fresh.resolve("postgresql.conf"), "\ninclude_dir = 'conf.d'\n", StandardOpenOption.APPEND);
            Files.createDirectory(fresh.resolve("conf.d"));
            user.own(fresh.resolve("conf.d"));
            databases(fresh, secrets);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw TrialException.ofFile(fresh, e);
        }
    }

    /** Without a server: nobody can come in between. Each line is a command. */
    private void databases(Path fresh, SecretValues secrets) throws IOException {
        Path input = fresh.resolveSibling("postgresql.sql");
        HomeFiles.secret(input, commands(secrets));
        try {
            CommandRun run = CommandRun.of(
                    user.command(python, List.of(program("postgres"), "--single", "-D", fresh.toString(), "postgres")),
                    input,
                    LIMIT,
                    line -> {});
            if (!run.ok() || run.tail(Integer.MAX_VALUE).contains("ERROR")) {
                throw refused(run);
            }
        } finally {
            Files.deleteIfExists(input);
        }
    }

    private static String commands(SecretValues secrets) {
        return Stream.of(SecretName.DB_SYNAPSE, SecretName.DB_LOTUS)
                .map(name -> {
                    String who = name == SecretName.DB_SYNAPSE ? "synapse" : "lotus";
                    return "create role " + who + " login password '"
                            + secrets.value(name).value() + "'\n"
                            + "create database " + who
                            + " encoding 'UTF8' lc_collate 'C' lc_ctype 'C' template template0 owner " + who + "\n";
                })
                .reduce("", String::concat);
    }

    /** Puts the rendered files into their places. */
    void configure(String settings, String access) {
        user.needWay(home);
        for (Path file : List.of(folder.resolve("conf.d/lotus.conf"), folder.resolve("pg_hba.conf"))) {
            HomeFiles.secret(file, file.endsWith("pg_hba.conf") ? access : settings);
            user.own(file);
        }
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private void run(List<String> command) {
        CommandRun run = CommandRun.of(user.command(python, command), LIMIT, line -> {});
        if (!run.ok()) {
            throw refused(run);
        }
    }

    private static TrialException refused(CommandRun run) {
        return new TrialException(
                "PostgreSQL's data could not be made:\n" + run.tail(5).indent(4).stripTrailing(), "Run it again");
    }
}

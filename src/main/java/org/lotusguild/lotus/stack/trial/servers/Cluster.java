package org.lotusguild.lotus.stack.trial.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private static final int LINES = 5;

    /** The folder belongs to another user where Lotus is root, who must not follow what that user lays there. */
    private static final String SETTINGS_FOLDER =
            "cd \"$1\" && echo \"include_dir = 'conf.d'\" >> postgresql.conf && mkdir -m 700 conf.d";

    private static final String PLACE = "umask 077 && cat > \"$1.new\" && mv -f \"$1.new\" \"$1\"";

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
            run(List.of("/bin/sh", "-c", SETTINGS_FOLDER, "sh", fresh.toString()));
            databases(fresh, secrets);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw TrialException.ofFile(fresh, e);
        }
    }

    /** Without a server: nobody can come in between. Each line is a command. */
    private void databases(Path fresh, SecretValues secrets) {
        CommandRun run =
                fed(commands(secrets), List.of(program("postgres"), "--single", "-D", fresh.toString(), "postgres"));
        if (!run.ok() || run.tail(Integer.MAX_VALUE).contains("ERROR")) {
            throw refused(run);
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
        place("conf.d/lotus.conf", settings);
        place("pg_hba.conf", access);
    }

    private void place(String name, String text) {
        String file = folder.resolve(name).toString();
        CommandRun run = fed(text, List.of("/bin/sh", "-c", PLACE, "sh", file));
        if (!run.ok()) {
            throw refused(run);
        }
    }

    /** Runs it as that user, with this as its input, which is secret. */
    private CommandRun fed(String text, List<String> command) {
        Path input = folder.resolveSibling("postgresql.input");
        HomeFiles.secret(input, text);
        try {
            return CommandRun.of(user.command(python, command), input, LIMIT, line -> {});
        } finally {
            HomeFiles.delete(input);
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

    /** Without the statement that failed: passwords stand in them. */
    private static TrialException refused(CommandRun run) {
        List<String> lines = run.lines().stream()
                .filter(line -> !line.contains("password '"))
                .toList();
        String words = new CommandRun(run.exitCode(), lines).tail(LINES);
        return new TrialException(
                "PostgreSQL's data could not be made:\n" + words.indent(4).stripTrailing(), "Run it again");
    }
}

package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * PostgreSQL's own programs, of a version that fits the server: {@code pg_dump} refuses a server that is newer than itself.
 *
 * @param folder where {@code pg_dump}, {@code pg_restore}, {@code psql}, {@code createdb} and {@code dropdb} are
 */
record PostgresTools(Path folder, int major) {
    static final Duration LONG = Duration.ofHours(24);
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final String INSTALL = "Install the package postgresql-client of the server's version";

    /** Every installation of the programs on this machine, the oldest first. */
    static List<PostgresTools> installed(Environment environment) {
        Stream<Path> path = Stream.of(environment.variable("PATH").orElse("").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return Stream.concat(path, Stream.concat(below("/usr/lib/postgresql"), below("/usr/local/pgsql")))
                .filter(folder -> Files.isExecutable(folder.resolve("pg_dump")))
                .distinct()
                .flatMap(folder -> of(folder).stream())
                .sorted(Comparator.comparing(PostgresTools::major))
                .toList();
    }

    private static Stream<Path> below(String parent) {
        Path folder = Path.of(parent);
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.map(version -> version.resolve("bin")).sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<PostgresTools> of(Path folder) {
        Matcher version = VERSION.matcher(
                Tool.of(folder.resolve("pg_dump").toString(), "--version").run().out());
        return version.find()
                ? Optional.of(new PostgresTools(folder, Integer.parseInt(version.group(1))))
                : Optional.empty();
    }

    /** @throws BackupException if no installed version is new enough, or the server does not answer */
    static PostgresTools fitting(List<PostgresTools> installed, PostgresAddress at) {
        PostgresTools newest = installed.stream()
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new BackupException("PostgreSQL's programs (pg_dump) are not here", INSTALL));
        int server = (int) (newest.number(at, "show server_version_num") / 10_000);
        return installed.stream()
                .filter(tools -> tools.major() >= server)
                .findFirst()
                .orElseThrow(() -> new BackupException(
                        "the server of " + at + " is version " + server + ", newer than every pg_dump here (newest: "
                                + newest.major() + ")",
                        INSTALL));
    }

    Tool tool(String program, PostgresAddress at, List<String> words) {
        List<String> line = new ArrayList<>(List.of(folder.resolve(program).toString()));
        line.addAll(at.options());
        line.addAll(words);
        return new Tool(line, at.environment(), LONG);
    }

    private String asked(PostgresAddress at, String sql) {
        return done(
                        tool("psql", at, List.of("-X", "-q", "-At", "-d", at.database(), "-c", sql))
                                .within(SHORT),
                        at)
                .strip();
    }

    /** One number that a statement answers. */
    long number(PostgresAddress at, String sql) {
        String out = asked(at, sql);
        try {
            return Long.parseLong(out);
        } catch (NumberFormatException e) {
            throw new BackupException(at + " answered no number to: " + sql, "Is it the right database?", e);
        }
    }

    /** Tables that are in it; 0 for an empty database. */
    long tables(PostgresAddress at) {
        return number(
                at, "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
    }

    /** The user's own databases whose names begin so. */
    List<String> own(PostgresAddress at, String beginning) {
        return asked(
                        at,
                        "select datname from pg_database where starts_with(datname, '" + beginning
                                + "') and pg_get_userbyid(datdba) = current_user")
                .lines()
                .toList();
    }

    void create(PostgresAddress at) {
        done(tool("createdb", at, List.of("-E", "UTF8", "--locale=C", "-T", "template0", at.database())), at);
    }

    void drop(PostgresAddress at) {
        done(tool("dropdb", at, List.of("--if-exists", at.database())), at);
    }

    Tool restoring(PostgresAddress at, Path dump) {
        return tool(
                "pg_restore",
                at,
                List.of("--exit-on-error", "--no-owner", "--no-privileges", "-d", at.database(), dump.toString()));
    }

    void restore(PostgresAddress at, Path dump) {
        done(restoring(at, dump), at);
    }

    Tool dumping(PostgresAddress at, String snapshot) {
        return tool(
                "pg_dump",
                at,
                List.of(
                        "-Fc",
                        "--exclude-table-data=" + Census.ONE_TIME_KEYS,
                        "--snapshot=" + snapshot,
                        at.database()));
    }

    static String done(Tool tool, PostgresAddress at) {
        Tool.Outcome outcome = tool.run();
        if (!outcome.ok()) {
            throw failed(tool, at, outcome);
        }
        return outcome.out();
    }

    static BackupException failed(Tool tool, PostgresAddress at, Tool.Outcome outcome) {
        String program = Path.of(tool.command().getFirst()).getFileName().toString();
        return new BackupException(
                program + " failed on " + at + " (exit code " + outcome.exit() + "): " + outcome.words(),
                remedy(at, outcome.words()));
    }

    private static String remedy(PostgresAddress at, String words) {
        if (words.contains("No space left on device")) {
            return "Free some space; the backups before this one are whole";
        }
        return words.contains("permission denied to create database")
                ? "Name a user who may: --scratch postgresql://user@host:port/database. Where lotus render wrote the units,"
                        + " systemctl start lotus-backup-verify does"
                : at.lacking().orElse("Does it answer, and may the user do it?");
    }

    Map<String, Long> examined(String part, PostgresAddress at) {
        if (part.equals("synapse")) {
            SqliteStore.noOneTimeKeys(number(at, "select count(*) from " + Census.ONE_TIME_KEYS));
        }
        return Census.of(part).taken(question -> number(at, question));
    }
}

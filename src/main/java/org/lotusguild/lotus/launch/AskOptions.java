package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.stack.database.DatabaseReader;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.live.Live;
import org.lotusguild.lotus.stack.live.ProcSys;
import org.lotusguild.lotus.stack.programs.Installed;
import org.lotusguild.lotus.stack.programs.Programs;
import org.lotusguild.lotus.stack.read.Certificates;
import org.lotusguild.lotus.store.ForeignDatabase;
import picocli.CommandLine.Option;

/** What an audit asks beyond files, and the answers. */
final class AskOptions {
    private static final String PASSWORD = "PGPASSWORD";
    /** The database that {@code lotus.yaml} names. */
    private static final String OWN = "lotus.yaml";

    @Option(
            names = "--programs",
            description = "Let the installed programs judge their files, too; coturn is started for 2 s on loopback.")
    boolean programs;

    @Option(
            names = "--live",
            description = "Ask the running servers, too, under the names that the configuration has: GET, TLS, STUN.")
    boolean live;

    @Option(
            names = "--url",
            paramLabel = "NAME=URL",
            description =
                    "With --live: where a server is. Names: public, server-name, livekit, authorization, hookshot,"
                            + " client, synapse, synapse-metrics.")
    Map<String, URI> urls = new HashMap<>();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "With --live: a token of an account, for what needs one; mode 0600.")
    Optional<Path> token = Optional.empty();

    @Option(
            names = "--db",
            paramLabel = "DSN",
            arity = "0..1",
            fallbackValue = OWN,
            description =
                    "Ask Synapse's PostgreSQL, too, and change nothing: postgresql://user@host:port/database, or that"
                            + " of lotus.yaml. The password comes from --db-password-file or the variable PGPASSWORD.")
    Optional<String> database = Optional.empty();

    @Option(names = "--db-password-file", paramLabel = "FILE", description = "With --db: mode 0600.")
    Optional<Path> password = Optional.empty();

    /** The answers, and to what. */
    record Asked(Set<Reads> what, Answers answers) {
        Facts with(Facts facts) {
            return facts.with(what, answers);
        }
    }

    /**
     * What {@code lotus.yaml} names where the command line names nothing.
     *
     * @param urls for {@code --live}
     * @param database for {@code --db}
     * @param password the file of its password
     */
    record Named(Map<String, URI> urls, Optional<String> database, Path password) {
        static Named of(Optional<AuditPlaces> places, Home home) {
            return new Named(
                    places.map(AuditPlaces::urls).orElse(Map.of()),
                    places.flatMap(AuditPlaces::database),
                    AuditPlaces.databasePassword(home));
        }
    }

    Asked ask(Facts facts, Clock clock, Named named) {
        check();
        take(named);
        Set<Reads> what = EnumSet.noneOf(Reads.class);
        List<Certificate> certificates = facts.told().copy() ? List.of() : Certificates.named(facts.documents());
        add(what, Reads.PROGRAMS, programs);
        add(what, Reads.LIVE, live);
        add(what, Reads.DATABASE, database.isPresent());
        add(what, Reads.CERTIFICATES, !facts.told().copy());
        return new Asked(what, new Answers(servers(facts, clock), rows(clock), runs(facts), certificates));
    }

    private static void add(Set<Reads> what, Reads read, boolean asked) {
        if (asked) {
            what.add(read);
        }
    }

    private void take(Named named) {
        if (live) {
            named.urls().forEach(urls::putIfAbsent);
        }
        if (database.filter(OWN::equals).isPresent()) {
            database = Optional.of(named.database()
                    .orElseThrow(() -> Failure.usage(
                            "--db: lotus.yaml names no database of a host that this machine is",
                            "Name it: --db postgresql://user@host:port/database")));
            password = password.or(() -> Optional.of(named.password()).filter(Files::exists));
        }
    }

    private void check() {
        if (!live && (!urls.isEmpty() || token.isPresent())) {
            throw Failure.usage("--url and --token-file are of no use alone", "Add --live.");
        }
        urls.forEach((name, url) -> {
            boolean web = url.getHost() != null && Set.of("http", "https").contains(String.valueOf(url.getScheme()));
            if (!Live.NAMES.contains(name) || !web) {
                throw Failure.usage(
                        "--url " + name + ": " + (web ? "no such name" : "must be http://… or https://…"),
                        "Names are " + String.join(", ", Live.NAMES) + ".");
            }
        });
    }

    private Optional<LiveAnswers> servers(Facts facts, Clock clock) {
        if (!live) {
            return Optional.empty();
        }
        Optional<String> bearer = token.map(file -> secret(file).value());
        try (OutgoingHttp http = new OutgoingHttp(Version.text())) {
            LiveAnswers servers = new Live(http, new SecureRandom(), clock).ask(facts, urls, bearer);
            return Optional.of(facts.told().copy() ? servers : servers.with(new ProcSys(Path.of("/")).values(facts)));
        }
    }

    private Optional<DatabaseAnswers> rows(Clock clock) {
        Optional<Secret> known = password.map(AskOptions::secret)
                .or(() -> Environment.ofProcess().variable(PASSWORD).map(Secret::new));
        return database.map(url -> DatabaseReader.read(
                () -> ForeignDatabase.open(url, known, clock, new SecureRandom()), clock.instant()));
    }

    private static Secret secret(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ)) {
                throw Failure.usage(file + " may be read by others", "chmod 600 " + file);
            }
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    private List<ProgramRun> runs(Facts facts) {
        if (!programs) {
            return List.of();
        }
        try {
            return new Programs(Installed.here(Environment.ofProcess())).run(facts);
        } catch (IOException e) {
            throw Failure.machine(
                    "the programs cannot be run: " + e.getMessage(),
                    "Is there room in the folder for temporary files?");
        }
    }
}

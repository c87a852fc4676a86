package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lotusguild.lotus.store.PostgresServer;

/**
 * A homeserver that runs without Lotus, and a Lotus that works there as an application service: the homeserver and its people
 * go on while Lotus is down.
 */
final class ExistingServer implements Bed, AutoCloseable {
    private static final String LIMITED = "limited-registration.yaml";
    private static final String OTHER = "other-registration.yaml";

    private final Synapse synapse;
    private final Oracle oracle;
    private final Lotus lotus;

    private ExistingServer(Synapse synapse, Oracle oracle, Lotus lotus) {
        this.synapse = synapse;
        this.oracle = oracle;
        this.lotus = lotus;
    }

    static ExistingServer start() {
        return start(home -> {});
    }

    /** With another application service on the homeserver, by its registration. */
    static ExistingServer startBeside(String registration) {
        return startBeside(registration, home -> {});
    }

    /** @param edit what else is changed in the home before Lotus starts */
    static ExistingServer startBeside(String registration, Consumer<Home> edit) {
        return start(home -> {
            home.write(home.directory().resolve(OTHER), registration);
            edit.accept(home);
        });
    }

    /** With an empty PostgreSQL database of its own instead of the file. */
    static ExistingServer startOnPostgres() {
        return start(home -> home.database(PostgresServer.running().freshDatabase()));
    }

    /** Which runs these parts alone on an empty PostgreSQL database, beside another application service. */
    static ExistingServer startAlone(String parts, String registration, Consumer<Home> edit) {
        return start(
                synapse -> {},
                home -> {
                    home.database(PostgresServer.running().freshDatabase());
                    home.write(home.directory().resolve(OTHER), registration);
                    edit.accept(home);
                },
                "--only",
                parts);
    }

    /** @param edit what else is changed in the home before Lotus starts */
    static ExistingServer start(Consumer<Home> edit) {
        return start(synapse -> {}, edit);
    }

    /** Whose homeserver takes so many events a second from each of Lotus's users, beside another application service. */
    static ExistingServer startLimiting(int messages, String other, Consumer<Home> edit) {
        return start(synapse -> synapse.limit(messages), home -> {
            home.limitedRegistration(home.directory().resolve(LIMITED));
            home.write(home.directory().resolve(OTHER), other);
            edit.accept(home);
        });
    }

    /** @param with what is changed in the homeserver before it starts */
    static ExistingServer start(Consumer<Synapse> with, Consumer<Home> edit, String... options) {
        Home home = Home.fresh("existing");
        Oracle oracle = Oracle.start();
        Synapse synapse = Synapse.prepare(directoryIn(home));
        with.accept(synapse);
        ExistingServer server = new ExistingServer(synapse, oracle, new Lotus(home, oracle::abort, options));
        try {
            init(server.lotus, synapse.homeserver(), "--own");
            edit.accept(home);
            boolean limited = Files.exists(home.directory().resolve(LIMITED));
            synapse.serve(Stream.of(limited ? LIMITED : "registration.yaml", OTHER)
                    .map(home.directory()::resolve)
                    .filter(Files::exists)
                    .toArray(Path[]::new));
            server.lotus.up();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** Writes the configuration of an empty home for a homeserver that is there already; the bot's limits are off, the ports free. */
    static void init(Lotus lotus, Homeserver server, String... account) {
        List<String> words = new ArrayList<>(List.of("init", "--url", server.base(), "--server-name", server.name()));
        words.addAll(List.of(account));
        Lotus.Outcome outcome = lotus.command(words.toArray(String[]::new));
        if (outcome.exit() != 0) {
            throw new IllegalStateException("lotus init failed: " + outcome);
        }
        lotus.home().bot(Home.LIMITS_OFF);
        lotus.home().otherPorts();
    }

    private static Path directoryIn(Home home) {
        try {
            return Files.createDirectory(home.directory().resolveSibling(home.directory().getFileName() + "-synapse"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The homeserver's {@code homeserver.yaml}, with everything of it in its folder. */
    Path configuration() {
        return synapse.configuration();
    }

    void stopHomeserver() {
        synapse.close();
    }

    void resumeHomeserver() {
        synapse.resume();
    }

    void restartHomeserver() {
        synapse.restart();
    }

    @Override
    public Lotus lotus() {
        return lotus;
    }

    @Override
    public Oracle oracle() {
        return oracle;
    }

    @Override
    public Homeserver homeserver() {
        return synapse.homeserver();
    }

    @Override
    public void close() {
        lotus.close();
        oracle.close();
        synapse.close();
    }
}

package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A homeserver that runs without Lotus, and a Lotus that works there as an application service: the homeserver and its people
 * go on while Lotus is down.
 */
final class ExistingServer implements AutoCloseable {
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

    /** @param edit what else is changed in the home before Lotus starts */
    static ExistingServer start(Consumer<Home> edit) {
        Home home = Home.fresh("existing");
        Oracle oracle = Oracle.start();
        Synapse synapse = Synapse.prepare(directoryIn(home));
        ExistingServer server = new ExistingServer(synapse, oracle, new Lotus(home, oracle::abort));
        try {
            init(server.lotus, synapse.homeserver(), "--own");
            edit.accept(home);
            synapse.serve(home.directory().resolve("registration.yaml"));
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

    /** Starts Lotus again if the test before left it stopped. */
    void ensureUp() {
        if (!lotus.running()) {
            lotus.up();
        }
        oracle.mend();
    }

    void restartHomeserver() {
        synapse.restart();
    }

    Lotus lotus() {
        return lotus;
    }

    Oracle oracle() {
        return oracle;
    }

    Homeserver homeserver() {
        return synapse.homeserver();
    }

    String bot() {
        return lotus.status().bot();
    }

    Person person(String hint) {
        return oracle.person(homeserver(), hint);
    }

    String roomWithBot(Person owner, RoomWish wish) {
        String room = owner.createRoom(wish.inviting(bot()));
        owner.awaitJoin(room, bot());
        return room;
    }

    @Override
    public void close() {
        lotus.close();
        oracle.close();
        synapse.close();
    }
}

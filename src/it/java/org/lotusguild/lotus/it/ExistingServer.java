package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A homeserver that runs without Lotus, and a Lotus that works there as an application service: the homeserver and its people
 * go on while Lotus is down.
 */
final class ExistingServer implements AutoCloseable {
    private static final String REGISTRATION = """
            id: lotus
            url: null
            as_token: "existing-server-as-token"
            hs_token: "existing-server-hs-token"
            sender_localpart: lotus
            rate_limited: false
            io.element.msc4190: true
            namespaces: { users: [{ exclusive: true, regex: '@hook_.*:lotus\\.test' }], rooms: [], aliases: [] }
            """;

    private final Synapse synapse;
    private final Oracle oracle;
    private final Lotus lotus;

    private ExistingServer(Synapse synapse, Oracle oracle, Lotus lotus) {
        this.synapse = synapse;
        this.oracle = oracle;
        this.lotus = lotus;
    }

    static ExistingServer start() {
        Home home = Home.fresh("existing");
        Path registration = home.directory().resolve("registration.yaml");
        home.write(registration, REGISTRATION);
        Oracle oracle = Oracle.start();
        Synapse synapse = Synapse.start(directoryIn(home), registration);
        ExistingServer server = new ExistingServer(synapse, oracle, new Lotus(home, oracle::abort));
        writeConfiguration(home, synapse.homeserver(), "registration: {file: registration.yaml}");
        try {
            server.lotus.up();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** A home for a homeserver that runs already; {@code account} is the key below {@code homeserver} that says who we are. */
    static void writeConfiguration(Home home, Homeserver server, String account) {
        home.writeVaultKey();
        home.writeConfiguration("""
                homeserver:
                  url: %s
                  server-name: %s
                  %s
                http:
                  bind: 127.0.0.1:%d
                  internal: 127.0.0.1:%d
                encryption:
                  key: {file: secrets/vault-key}
                bot: {%s}
                """.formatted(server.base(), server.name(), account, Synapse.freePort(), Synapse.freePort(), Home.LIMITS_OFF));
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

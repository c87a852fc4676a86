package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A plain Synapse without Lotus, for what must hold before Lotus comes in, and as somebody's existing homeserver. */
final class Synapse implements AutoCloseable {
    private static final String SECRET = "trial";
    private static final String NAME = "lotus.test";
    private static final String CONFIGURATION = """
            server_name: "@NAME@"
            public_baseurl: "http://127.0.0.1:@PORT@/"
            log_config: "@DIR@/log.yaml"
            signing_key_path: "@DIR@/signing.key"
            media_store_path: "@DIR@/media"
            report_stats: false
            listeners:
              - { port: @PORT@, bind_addresses: ["127.0.0.1"], type: http, resources: [{ names: [client] }] }
            federation_domain_whitelist: []
            trusted_key_servers: []
            database: { name: sqlite3, args: { database: "@DIR@/homeserver.db" } }
            macaroon_secret_key: "@SECRET@"
            form_secret: "@SECRET@"
            registration_shared_secret: "@SECRET@"
            bcrypt_rounds: 4
            url_preview_enabled: false
            app_service_config_files: @REGISTRATIONS@
            experimental_features: { msc4222_enabled: true }
            rc_message: &free { per_second: 10000, burst_count: 10000 }
            rc_login: { address: *free, account: *free, failed_attempts: *free }
            rc_joins: { local: *free, remote: *free }
            rc_joins_per_room: *free
            rc_invites: { per_room: *free, per_user: *free, per_issuer: *free }
            rc_room_creation: *free
            rc_registration: *free
            """;
    private static final String LOG = """
            version: 1
            disable_existing_loggers: false
            formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s %(message)s' } }
            handlers: { file: { class: logging.FileHandler, filename: '@DIR@/synapse.log', formatter: line } }
            root: { level: WARNING, handlers: [file] }
            """;

    private final Path directory;
    private final int port;
    private Child child;

    private Synapse(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        child = run();
    }

    /** Starts one with an empty database, and with these registrations of application services. */
    static Synapse start(Path directory, Path... registrations) {
        int port = freePort();
        List<String> files = List.of(registrations).stream().map(file -> '"' + file.toString() + '"').toList();
        write(directory.resolve("homeserver.yaml"), filled(CONFIGURATION, directory, port).replace("@REGISTRATIONS@", files.toString()));
        write(directory.resolve("log.yaml"), filled(LOG, directory, port));
        command(directory, "--generate-keys").awaitEnd(Duration.ofSeconds(60));
        Synapse synapse = new Synapse(directory, port);
        synapse.awaitReady();
        return synapse;
    }

    private static String filled(String template, Path directory, int port) {
        return template.replace("@DIR@", directory.toString())
                .replace("@PORT@", Integer.toString(port))
                .replace("@NAME@", NAME)
                .replace("@SECRET@", SECRET);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Child run() {
        return command(directory);
    }

    private static Child command(Path directory, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Tools.synapsePython().toString(), "-m", "synapse.app.homeserver", "-c", directory.resolve("homeserver.yaml").toString()));
        command.addAll(List.of(more));
        return Child.start("Synapse", directory, command);
    }

    Homeserver homeserver() {
        return new Homeserver("http://127.0.0.1:" + port, NAME, SECRET);
    }

    /** Ends it and starts it again on the same database and port. */
    void restart() {
        child.close();
        child = run();
        awaitReady();
    }

    private void awaitReady() {
        try (Health health = new Health()) {
            Await.until(Duration.ofSeconds(60), "Synapse ready", () -> {
                if (!child.alive()) {
                    throw new AssertionError("Synapse ended early:\n" + child.output());
                }
                return health.well(homeserver().base() + "/health");
            });
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}

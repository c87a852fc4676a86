package org.lotusguild.lotus.it;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
            enable_metrics: @METRICS@
            listeners:
              - { port: @PORT@, bind_addresses: ["127.0.0.1"], type: http, resources: [{ names: @RESOURCES@ }] }
            federation_domain_whitelist: []
            trusted_key_servers: []
            database: @DATABASE@
            macaroon_secret_key: "@SECRET@"
            form_secret: "@SECRET@"
            registration_shared_secret: "@SECRET@"
            bcrypt_rounds: 4
            url_preview_enabled: false
            app_service_config_files: @REGISTRATIONS@
            experimental_features: { msc4222_enabled: true }
            rc_room_creation: &free { per_second: 10000, burst_count: 10000 }
            rc_message: @MESSAGES@
            rc_login: { address: *free, account: *free, failed_attempts: *free }
            rc_joins: { local: *free, remote: *free }
            rc_joins_per_room: *free
            rc_invites: { per_room: *free, per_user: *free, per_issuer: *free }
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
    private final int port = freePort();
    private String messages = "*free";
    private String database = "{ name: sqlite3, args: { database: \"@DIR@/homeserver.db\" } }";
    private Supplier<Path> python = Tools::synapsePython;
    private boolean measured;
    private @Nullable Child child;

    private Synapse(Path directory) {
        this.directory = directory;
    }

    /** Chooses its port, starts nothing. */
    static Synapse prepare(Path directory) {
        return new Synapse(directory);
    }

    /** How many events it takes from a user in a second; half of them at once. */
    void limit(int messages) {
        this.messages = "{ per_second: %d, burst_count: %d }".formatted(messages, (messages + 1) / 2);
    }

    /** Keeps its data on a PostgreSQL; these are the arguments of its driver. */
    void onPostgres(String args) {
        this.database = "{ name: psycopg2, args: " + args + " }";
        this.python = Tools::wholeSynapsePython;
    }

    /** One that runs, with an empty database. */
    static Synapse start(Path directory) {
        Synapse synapse = prepare(directory);
        synapse.serve();
        return synapse;
    }

    /** One that runs, with an empty database, and shows its figures. */
    static Synapse measured(Path directory) {
        Synapse synapse = prepare(directory);
        synapse.measured = true;
        synapse.serve();
        return synapse;
    }

    /** Starts it with these registrations of application services. */
    void serve(Path... registrations) {
        String files = Stream.of(registrations).map(file -> '"' + file.toString() + '"').collect(joining(", ", "[", "]"));
        write(configuration(), filled(CONFIGURATION).replace("@REGISTRATIONS@", files));
        write(directory.resolve("log.yaml"), filled(LOG));
        command("--generate-keys").awaitEnd(Duration.ofSeconds(60));
        resume();
    }

    /** Ends it and starts it again on the same database and port. */
    void restart() {
        close();
        resume();
    }

    /** Starts it again after {@link #close}, on the same database and port. */
    void resume() {
        Child started = command();
        child = started;
        Await.until(Duration.ofSeconds(60), "Synapse ready", () -> {
            if (!started.alive()) {
                throw new AssertionError("Synapse ended early:\n" + started.output());
            }
            return Health.well(homeserver().base() + "/health");
        });
    }

    private String filled(String template) {
        return template.replace("@DATABASE@", database)
                .replace("@DIR@", directory.toString())
                .replace("@PORT@", Integer.toString(port))
                .replace("@NAME@", NAME)
                .replace("@MESSAGES@", messages)
                .replace("@METRICS@", Boolean.toString(measured))
                .replace("@RESOURCES@", measured ? "[client, metrics]" : "[client]")
                .replace("@SECRET@", SECRET);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Child command(String... more) {
        String file = configuration().toString();
        Stream<String> line = Stream.of(python.get().toString(), "-m", "synapse.app.homeserver", "-c", file);
        return Child.start("Synapse", directory, Stream.concat(line, Stream.of(more)).toList());
    }

    Path configuration() {
        return directory.resolve("homeserver.yaml");
    }

    Homeserver homeserver() {
        return new Homeserver("http://127.0.0.1:" + port, NAME, SECRET);
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
        Child started = child;
        if (started != null) {
            started.close();
        }
    }
}

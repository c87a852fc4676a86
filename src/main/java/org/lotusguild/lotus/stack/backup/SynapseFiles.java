package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ForeignYaml;

/**
 * A Synapse's configuration, read for what a backup needs: {@code homeserver.yaml} and the folder {@code conf.d} beside it, whose
 * files replace whole top-level keys in the order of their names. Relative paths are relative to {@code homeserver.yaml}.
 */
public final class SynapseFiles {
    /** What Synapse hands on to libpq: its name in the configuration, and in the environment of PostgreSQL's programs. */
    private static final Map<String, String> LIBPQ = Map.of(
            "passfile", PostgresAddress.PASSFILE,
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY");

    private final Path main;
    private final List<Path> parts;
    /** The last one first: it wins. */
    private final List<ForeignYaml> lastFirst;

    private SynapseFiles(Path main, List<Path> parts) {
        this.main = main;
        this.parts = parts;
        this.lastFirst = Stream.concat(Stream.of(main), parts.stream())
                .map(ForeignYaml::read)
                .toList()
                .reversed();
    }

    /** @throws org.lotusguild.lotus.base.config.ConfigException if a file is no YAML */
    public static SynapseFiles read(Path homeserverYaml) {
        Path main = homeserverYaml.toAbsolutePath().normalize();
        Path folder = main.resolveSibling("conf.d");
        if (!Files.isDirectory(folder)) {
            return new SynapseFiles(main, List.of());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new SynapseFiles(
                    main,
                    files.filter(file -> file.toString().endsWith(".yaml"))
                            .sorted()
                            .toList());
        } catch (IOException e) {
            throw BackupException.ofFile(folder, e);
        }
    }

    /** All of it, in the order in which Synapse reads it. */
    public List<ForeignYaml> configuration() {
        return lastFirst.reversed();
    }

    public String serverName() {
        return first("server_name", yaml -> yaml.text("server_name"))
                .orElseThrow(() -> new BackupException(main + " has no server_name", "Is it Synapse's configuration?"));
    }

    public DatabaseSource database() {
        ForeignYaml block = first("database", yaml -> yaml.blocks("database").findFirst())
                .orElseThrow(() -> new BackupException(main + " has no block database", "Synapse would not start"));
        Optional<ForeignYaml> args = block.blocks("args").findFirst();
        if (block.text("name").filter("psycopg2"::equals).isPresent()) {
            return new DatabaseSource.Postgres("synapse", address(args.orElse(block)));
        }
        String file = args.flatMap(a -> a.text("database")).orElse("homeserver.db");
        return new DatabaseSource.Sqlite("synapse", resolved(file));
    }

    private static PostgresAddress address(ForeignYaml args) {
        String database = args.text("dbname").or(() -> args.text("database")).orElse("synapse");
        int port = args.number("port")
                .map(Long::intValue)
                .or(() -> args.text("port").map(Integer::parseInt))
                .orElse(PostgresAddress.USUAL_PORT);
        return new PostgresAddress(
                args.text("host").orElse(""),
                port,
                args.text("user").orElse("synapse"),
                database,
                args.text("password").map(Secret::new),
                more(args));
    }

    private static Map<String, String> more(ForeignYaml args) {
        Map<String, String> more = new HashMap<>();
        LIBPQ.forEach((key, variable) -> args.text(key).ifPresent(value -> more.put(variable, value)));
        return more;
    }

    public Path media() {
        return resolved(
                first("media_store_path", yaml -> yaml.text("media_store_path")).orElse("media_store"));
    }

    /** Configuration, log, registrations, signing key: those that exist. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(main));
        files.addAll(parts);
        Stream.of("log_config", "signing_key_path")
                .map(key -> first(key, yaml -> yaml.text(key)))
                .flatMap(Optional::stream)
                .map(this::resolved)
                .forEach(files::add);
        first("app_service_config_files", Optional::of)
                .ifPresent(yaml -> yaml.texts("app_service_config_files")
                        .map(this::resolved)
                        .forEach(files::add));
        return files.stream().filter(Files::isRegularFile).distinct().toList();
    }

    /** The ports on which it listens. */
    public List<Integer> ports() {
        return first("listeners", Optional::of).stream()
                .flatMap(yaml -> yaml.blocks("listeners"))
                .flatMap(listener -> listener.number("port").stream())
                .map(Long::intValue)
                .toList();
    }

    private <T> Optional<T> first(String key, Function<ForeignYaml, Optional<T>> read) {
        return lastFirst.stream().filter(yaml -> yaml.has(key)).findFirst().flatMap(read);
    }

    private Path resolved(String path) {
        return main.resolveSibling(path).normalize();
    }
}

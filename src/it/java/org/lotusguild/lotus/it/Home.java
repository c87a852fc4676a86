package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.store.PostgresServer;

/** The home directory of a Lotus, and the edits that a person makes in it. */
record Home(Path directory) {
    static final String LIMITS_OFF = "limits: {caller: off, room: off}";
    static final String WELCOME = "welcome: {rooms: [general, commands], fallback-room: general}";
    private static final List<String> DATABASE = List.of("lotus.db", "lotus.db-wal", "lotus.db-shm");
    private static final String COPY = "postgres";
    private static final Pattern POSTGRES = Pattern.compile("(?m)^store: \\{url: \"(postgresql:[^\"]+)\"");
    private static final Pattern INTERNAL = Pattern.compile("(?m)^ +internal: *([0-9.]+:\\d+)");
    private static final Pattern PUBLIC = Pattern.compile("(?m)^ +bind: *[0-9.]+:(\\d+)");
    private static final Pattern BOT_BLOCK = Pattern.compile("(?m)^bot:.*$(?!\\R +)");

    /** An empty directory under {@code target}, where CI finds the logs afterwards. */
    static Home fresh(String name) {
        try {
            Path parent = Files.createDirectories(Tools.repository().resolve("target/it"));
            return new Home(Files.createTempDirectory(parent, name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path configuration() {
        return directory.resolve("lotus.yaml");
    }

    /** What the program has logged. */
    String log() {
        Path log = directory.resolve("logs/lotus.log");
        return Files.exists(log) ? read(log) : "";
    }

    /** A secret of the home, without the line end. */
    String secret(String name) {
        return read(directory.resolve("secrets").resolve(name)).strip();
    }

    /** Writes a secret as a person would, for the owner's eyes only. */
    void secret(String name, String value) {
        Path file = directory.resolve("secrets").resolve(name);
        write(file, value);
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
    }

    /** The first line of a file that the status names, wherever it lies. */
    String password(Path file) {
        return read(directory.resolve(file)).strip();
    }

    void writeConfiguration(String yaml) {
        write(configuration(), yaml);
    }

    void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the one-line block {@code bot}. */
    void bot(String... settings) {
        Matcher block = BOT_BLOCK.matcher(read(configuration()));
        if (!block.find()) {
            throw new AssertionError("no one-line block bot in " + configuration());
        }
        String line = "bot: {" + String.join(", ", settings) + "}";
        writeConfiguration(block.replaceFirst(Matcher.quoteReplacement(line)));
    }

    /** Adds a setting to the block {@code encryption}, as a person would. */
    void encryption(String setting) {
        writeConfiguration(read(configuration()).replaceFirst("(?m)^encryption:$", "encryption:\n  " + setting));
    }

    /** Takes it out again. */
    void noEncryption(String setting) {
        writeConfiguration(read(configuration()).replace("\n  " + setting, ""));
    }

    /** Adds a setting to the block {@code webhooks}. */
    void webhooks(String setting) {
        writeConfiguration(read(configuration()).replaceFirst("(?m)^webhooks:( *#.*)?$", "webhooks:\n  " + setting));
    }

    /** Adds a hook with these settings, in one line; it answers where {@link #hookAddress} says. */
    void hook(String name, String settings) {
        secret(name, name + "-id");
        String entry = "    - {name: %s, id: {file: secrets/%s}, %s}".formatted(name, name, settings);
        writeConfiguration(read(configuration())
                .replaceFirst("(?m)^  hooks:$", Matcher.quoteReplacement("  hooks:\n" + entry)));
    }

    /** Where a hook of {@link #hook} is posted to. */
    URI hookAddress(String name) {
        return URI.create("http://127.0.0.1:" + publicPort() + "/webhook/" + name + "-id");
    }

    /** The bytes of the database in the home, as text to search in. */
    String databaseBytes() {
        return DATABASE.stream()
                .map(directory::resolve)
                .filter(Files::exists)
                .map(file -> {
                    try {
                        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .collect(Collectors.joining());
    }

    /** A database on a PostgreSQL instead of the file. */
    void database(PostgresServer.Place there) {
        Path secret = directory.resolve("secrets/database");
        write(secret, there.password().value());
        secret.toFile().setReadable(false, false);
        secret.toFile().setReadable(true, true);
        String block = "store: {url: \"" + there.url() + "\", password: {file: secrets/database}}";
        writeConfiguration(
                read(configuration()).replaceFirst("(?m)^store:\\R( .*\\R)+", Matcher.quoteReplacement(block) + "\n"));
    }

    /** The database in another file. */
    void database(Path file) {
        String block = "store: {url: \"sqlite:" + file + "\"}";
        writeConfiguration(
                read(configuration()).replaceFirst("(?m)^store:\\R( .*\\R)+", Matcher.quoteReplacement(block) + "\n"));
    }

    /** Another home of the same Lotus, as a second machine has it: same files, other ports. */
    Home twin() {
        Home twin = fresh("twin");
        for (String name : List.of("lotus.yaml", "registration.yaml")) {
            twin.write(twin.directory().resolve(name), read(directory.resolve(name)));
        }
        try (Stream<Path> secrets = Files.list(directory.resolve("secrets"))) {
            Path folder = Files.createDirectory(twin.directory().resolve("secrets"));
            for (Path secret : secrets.toList()) {
                Files.copy(secret, folder.resolve(secret.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        twin.otherPorts();
        return twin;
    }

    /** Other ports than the usual ones: several Lotuses run on the machine. */
    void otherPorts() {
        String text = read(configuration());
        for (String key : List.of("bind", "internal")) {
            text = text.replaceFirst("(?m)^( +" + key + ": 127\\.0\\.0\\.1:)\\d+", "$1" + Synapse.freePort());
        }
        writeConfiguration(text);
    }

    /** Whether {@code /health/ready} of the internal listener answers 200: cheaper to ask than the command {@code status}. */
    boolean saysReady() {
        return internal().filter(address -> Health.well("http://" + address + "/health/ready")).isPresent();
    }

    /** What the running Lotus counts, as {@code /metrics} has it. */
    String metrics() {
        return Health.text("http://" + internal().orElseThrow() + "/metrics");
    }

    /** Copies the database of a stopped Lotus out of the home. */
    void copyDatabase(Path folder) {
        postgres().ifPresent(there ->
                write(folder.resolve(COPY), PostgresServer.running().copyOf(there).url()));
        copyDatabase(directory, folder);
    }

    /** Puts a copy back, as a backup is; an empty database where nothing was copied into the folder. */
    void restoreDatabase(Path folder) {
        postgres().ifPresent(there -> {
            PostgresServer server = PostgresServer.running();
            Path copy = folder.resolve(COPY);
            server.replace(there, Files.exists(copy) ? place(read(copy)) : server.freshDatabase());
        });
        DATABASE.forEach(name -> delete(directory.resolve(name)));
        copyDatabase(folder, directory);
    }

    private Optional<PostgresServer.Place> postgres() {
        Matcher url = POSTGRES.matcher(read(configuration()));
        return url.find() ? Optional.of(place(url.group(1))) : Optional.empty();
    }

    private PostgresServer.Place place(String url) {
        return new PostgresServer.Place(url, new Secret(secret("database")));
    }

    private static void copyDatabase(Path from, Path to) {
        for (String name : DATABASE) {
            Path file = from.resolve(name);
            try {
                if (Files.exists(file)) {
                    Files.copy(file, to.resolve(name));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Address and port of the internal listener, once the configuration is written. */
    Optional<String> internal() {
        return Optional.of(configuration())
                .filter(Files::exists)
                .flatMap(file -> INTERNAL.matcher(read(file)).results().findFirst())
                .map(found -> found.group(1));
    }

    /** Port of the public listener. */
    int publicPort() {
        Matcher found = PUBLIC.matcher(read(configuration()));
        if (!found.find()) {
            throw new AssertionError("no http.bind in " + configuration());
        }
        return Integer.parseInt(found.group(1));
    }

    /** Writes the registration as the homeserver may have it, which limits everybody; Lotus does not know. */
    void limitedRegistration(Path file) {
        String text = read(directory.resolve("registration.yaml"));
        if (!text.contains("rate_limited: false")) {
            throw new AssertionError("registration.yaml exempts nobody");
        }
        write(file, text.replace("rate_limited: false", "rate_limited: true"));
    }

    /** Adds a block to the end. */
    void append(String block) {
        writeConfiguration(read(configuration()) + "\n" + block);
    }

    /** A file of the home. */
    String read(String file) {
        return read(directory.resolve(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.config.HostPort;

/** coturn's own file, read for where it has its certificate and how it is told: {@code cert}, {@code pkey}, {@code pidfile}. */
public final class TurnConfig {
    private static final int TLS_PORT = 5349;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private final Path file;
    private final Map<String, String> values = new HashMap<>();

    /** @throws CertificateTrouble if it cannot be read */
    public TurnConfig(Path file) {
        this.file = file;
        try {
            Files.readAllLines(file).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> line.contains("="))
                    .map(line -> line.split("=", 2))
                    .forEach(parts -> values.putIfAbsent(parts[0].strip(), parts[1].strip()));
        } catch (IOException e) {
            throw new CertificateTrouble("coturn's configuration cannot be read: " + e, "Name it: --turn FILE", e);
        }
    }

    /**
     * @param name the host name that must be in the certificate
     * @throws CertificateTrouble if a line is missing or cannot be used
     */
    public Destination destination(String name) {
        Path chain = path("cert");
        Path key = path("pkey");
        Path pid = path("pidfile", values.getOrDefault("pidfile", "/var/run/turnserver.pid"));
        return new Destination(
                name,
                Optional.of(new Destination.Files(chain, key, file)),
                new Destination.Hears.Coturn(pid, file),
                Optional.of(new HostPort(values.getOrDefault("listening-ip", "127.0.0.1"), port())));
    }

    private int port() {
        String value = values.getOrDefault("tls-listening-port", Integer.toString(TLS_PORT));
        if (!PORT.matcher(value).matches() || Integer.parseInt(value) > HIGHEST_PORT) {
            throw new CertificateTrouble(
                    file + ": tls-listening-port=" + value + " is no port", "Write a number of 0 to " + HIGHEST_PORT);
        }
        return Integer.parseInt(value);
    }

    private Path path(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new CertificateTrouble(file + " has no " + key + "=", "Name the file there, with its whole path");
        }
        return path(key, value);
    }

    private Path path(String key, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new CertificateTrouble(file + ": " + key + "= names no file", "Correct the line", e);
        }
    }
}

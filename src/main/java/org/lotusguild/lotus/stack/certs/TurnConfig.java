package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.HostPort;

/** coturn's own file, read for where it has its certificate and how it is told: {@code cert}, {@code pkey}, {@code pidfile}. */
public final class TurnConfig {
    private static final int TLS_PORT = 5349;

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

    /** @param name the host name that must be in the certificate */
    public Destination destination(String name) {
        Path chain = path("cert");
        Path key = path("pkey");
        Path pid = Path.of(values.getOrDefault("pidfile", "/var/run/turnserver.pid"));
        int port = Integer.parseInt(values.getOrDefault("tls-listening-port", Integer.toString(TLS_PORT)));
        return new Destination(
                name,
                Optional.of(new Destination.Files(chain, key, file)),
                new Destination.Hears.Coturn(pid, file),
                Optional.of(new HostPort(values.getOrDefault("listening-ip", "127.0.0.1"), port)));
    }

    private Path path(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new CertificateTrouble(file + " has no " + key + "=", "Name the file there, with its whole path");
        }
        return Path.of(value);
    }
}

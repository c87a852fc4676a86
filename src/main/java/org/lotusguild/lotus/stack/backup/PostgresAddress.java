package org.lotusguild.lotus.stack.backup;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/**
 * A database on a PostgreSQL, as its own programs take it.
 *
 * @param host a name, an address or the folder of a socket; empty for the usual socket
 * @param more what else libpq is told, as variables of its environment: {@code PGPASSFILE}, {@code PGSSLMODE}
 */
public record PostgresAddress(
        String host, int port, String user, String database, Optional<Secret> password, Map<String, String> more) {
    static final int USUAL_PORT = 5432;
    static final String PASSFILE = "PGPASSFILE";

    public PostgresAddress {
        more = Map.copyOf(more);
    }

    public PostgresAddress(String host, int port, String user, String database, Optional<Secret> password) {
        this(host, port, user, database, password, Map.of());
    }

    /**
     * No message shows the address: somebody may have put a password into it.
     *
     * @param url {@code postgresql://user@host:port/database}
     * @throws BackupException if it is another one, or holds a password, which all users of the machine could read
     */
    public static PostgresAddress of(String url, Optional<Secret> password) {
        URI uri = parsed(url);
        if (uri.getHost() == null || uri.getUserInfo() == null || uri.getPath().length() < 2) {
            throw unusable();
        }
        if (uri.getUserInfo().contains(":")) {
            throw new BackupException(
                    "the address of the database holds a password, which others on this machine could read",
                    "Take it out, and put it into a file of its own: postgresql://user@host:port/database");
        }
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        String host = uri.getHost().replaceAll("^\\[|\\]$", ""); // of an address of version 6
        return new PostgresAddress(host, port, uri.getUserInfo(), uri.getPath().substring(1), password);
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw unusable();
        }
    }

    private static BackupException unusable() {
        return new BackupException(
                "the address of the database must be postgresql://user@host:port/database", "Correct it");
    }

    PostgresAddress named(String other) {
        return new PostgresAddress(host, port, user, other, password, more);
    }

    /** Which server and as whom; the database stands apart, since each program has another word for it. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (!host.isEmpty()) {
            options.addAll(List.of("-h", host));
        }
        options.addAll(List.of("-p", Integer.toString(port), "-U", user, "--no-password"));
        return options;
    }

    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(more);
        password.ifPresent(secret -> all.put("PGPASSWORD", secret.value()));
        return all;
    }

    /** What its user would need to log in and is not there: what to do about it, without a full stop. */
    Optional<String> lacking() {
        return Optional.ofNullable(more.get(PASSFILE))
                .filter(file -> !Files.isReadable(Path.of(file)))
                .map(file -> "There is no " + file + " with the password (or this user may not read it): put the"
                        + " servers' files in their places first (lotus render, lotus apply), then run it again");
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + (host.isEmpty() ? "local" : host) + ":" + port + "/" + database;
    }
}

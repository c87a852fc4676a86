package org.lotusguild.lotus.stack.backup;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/**
 * A database on a PostgreSQL, as its own programs take it.
 *
 * @param host a name, an address or the folder of a socket; empty for the usual socket
 */
public record PostgresAddress(String host, int port, String user, String database, Optional<Secret> password) {
    static final int USUAL_PORT = 5432;

    /** @param url {@code postgresql://user@host:port/database} */
    public static PostgresAddress of(String url, Optional<Secret> password) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || uri.getUserInfo() == null || uri.getPath().length() < 2) {
            throw new BackupException(
                    "the address of the database must be postgresql://user@host:port/database", "Correct it");
        }
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        return new PostgresAddress(
                uri.getHost(), port, uri.getUserInfo(), uri.getPath().substring(1), password);
    }

    PostgresAddress named(String other) {
        return new PostgresAddress(host, port, user, other, password);
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
        return password.map(secret -> Map.of("PGPASSWORD", secret.value())).orElse(Map.of());
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + (host.isEmpty() ? "local" : host) + ":" + port + "/" + database;
    }
}

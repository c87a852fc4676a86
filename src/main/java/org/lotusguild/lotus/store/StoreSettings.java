package org.lotusguild.lotus.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/**
 * Which database, and whose tables.
 *
 * @param url {@code sqlite:<path>} or {@code postgresql://user@host:port/database}
 * @param home what a relative path of SQLite is relative to
 * @param password of PostgreSQL
 * @param rooms whose migrations ({@code db/<room>/NNNN_name.sql} on the class path) are run, in this order
 */
public record StoreSettings(String url, Path home, Optional<Secret> password, List<String> rooms) {

    public StoreSettings {
        rooms = List.copyOf(rooms);
    }
}

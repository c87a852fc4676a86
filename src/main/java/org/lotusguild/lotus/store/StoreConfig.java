package org.lotusguild.lotus.store;

import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code store}.
 *
 * @param url {@code sqlite:<path>}, relative to the home, or {@code postgresql://user@host:port/database}
 * @param password of PostgreSQL
 */
public record StoreConfig(@Default("sqlite:lotus.db") String url, Optional<Secret> password) {

    public StoreConfig {
        boolean postgresql = url.startsWith("postgresql://");
        if (!postgresql && !(url.startsWith("sqlite:") && url.length() > "sqlite:".length())) {
            throw new IllegalArgumentException("url: must be sqlite:<path> or postgresql://user@host:port/database");
        }
        if (postgresql && userPart(url).contains(":")) {
            throw new IllegalArgumentException("url: holds a password; take it out and use the key password");
        }
    }

    private static String userPart(String url) {
        int at = url.indexOf('@');
        return at < 0 ? "" : url.substring("postgresql://".length(), at);
    }
}

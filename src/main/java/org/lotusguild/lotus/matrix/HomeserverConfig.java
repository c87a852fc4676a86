package org.lotusguild.lotus.matrix;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;

/**
 * The block {@code homeserver}. Either {@code registration} (an own server) or {@code login} (an ordinary account).
 *
 * @param url where the client-server API answers
 * @param serverName the part of user ids behind the colon
 * @param registration the application service's registration file, which holds the tokens
 */
public record HomeserverConfig(URI url, String serverName, Optional<Path> registration, Optional<Login> login) {

    public HomeserverConfig {
        if (url.getHost() == null || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException("url: must begin with https:// (or http://)");
        }
        if (!serverName.matches("[A-Za-z0-9.:\\[\\]-]{1,230}")) {
            throw new IllegalArgumentException("server-name: must be a host name, for example example.org");
        }
        if (registration.isPresent() == login.isPresent()) {
            throw new IllegalArgumentException(
                    "needs either registration (an own server) or login (an ordinary account)");
        }
    }

    /** The account of a bot on a homeserver that is not ours. The token of the login is kept sealed in the database. */
    public record Login(UserId user, Secret password) {}
}

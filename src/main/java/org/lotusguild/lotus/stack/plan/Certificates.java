package org.lotusguild.lotus.stack.plan;

import org.lotusguild.lotus.base.config.Default;

/**
 * Where certificates lie on the hosts that need them.
 *
 * @param mode who makes them
 * @param path a folder with {@code fullchain.pem} and {@code privkey.pem}; <code>{name}</code> stands for the host name
 */
public record Certificates(
        @Default("files") Mode mode,
        @Default("\"/etc/letsencrypt/live/{name}\"") String path) {

    /** Where coturn, which may not look into the folder of the other services, finds its copy; {@code lotus certs sync} makes it. */
    public static final String TURN_CHAIN = "/etc/coturn/certs/fullchain.pem";

    public static final String TURN_KEY = "/etc/coturn/certs/privkey.pem";

    /** Who makes certificates. */
    public enum Mode {
        /** They are there. */
        FILES,
        /** certbot or lego, which nginx lets answer on port 80. */
        ACME_NGINX
    }

    public Certificates {
        if (!path.startsWith("/") || path.matches("(?s).*[\\s;\"'$\\\\].*")) {
            throw new IllegalArgumentException("path: must begin with / and hold neither blanks nor quotes");
        }
    }

    public String folder(String name) {
        return path.replace("{name}", name);
    }

    public String chain(String name) {
        return folder(name) + "/fullchain.pem";
    }

    public String key(String name) {
        return folder(name) + "/privkey.pem";
    }
}

package org.lotusguild.lotus.stack.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The secrets of the servers; each is a file of that name in {@code secrets/}. */
public enum SecretName {
    REGISTRATION_SHARED("who holds the old one can make accounts no longer; restart Synapse"),
    MACAROON("sign-ins by single sign-on that are in progress end; restart Synapse and its workers"),
    FORM("confirmation pages that are open end; restart Synapse and its workers"),
    TURN(
            "coturn, Synapse and LiveKit must change together: apply coturn first, which takes the old one too, then Synapse and LiveKit, then forget the old one (--settle)"),
    DB_SYNAPSE("change it in PostgreSQL in the same minute (ALTER ROLE synapse PASSWORD), then restart Synapse"),
    DB_LOTUS("change it in PostgreSQL in the same minute (ALTER ROLE lotus PASSWORD), then restart Lotus"),
    DB_VERIFY("change it in PostgreSQL in the same minute (ALTER ROLE lotus_verify PASSWORD)"),
    REDIS("restart Redis, then Synapse and its workers"),
    WORKER_REPLICATION("restart Synapse and its workers together"),
    LIVEKIT_KEY("restart LiveKit and Lotus together; calls end"),
    LIVEKIT_SECRET("restart LiveKit and Lotus together; calls end"),
    OIDC_CLIENT("restart Authelia and Synapse together; sign-ins in progress end"),
    /** The digest of {@link #OIDC_CLIENT}, for Authelia; made with it. */
    OIDC_CLIENT_DIGEST("it follows oidc-client; rotate that one"),
    OIDC_HMAC("restart Authelia; sign-ins in progress end"),
    OIDC_KEY("restart Authelia; sign-ins in progress end"),
    LLDAP_JWT("restart LLDAP; its pages ask for a new sign-in"),
    LLDAP_SEED("LLDAP's passwords hang on it: every user must set a new one"),
    LLDAP_ADMIN("change it in LLDAP's pages first; then restart LLDAP and Authelia"),
    AUTHELIA_SESSION("restart Authelia; everybody signs in again"),
    AUTHELIA_STORAGE("run authelia storage encryption change-key first: what is stored cannot be read without it"),
    AUTHELIA_RESET("links to set a new password that were sent out end; restart Authelia"),
    GRAFANA_ADMIN("change it in Grafana too: the file counts at its first start only");

    private static final int SHORTEST = 32;
    private static final int SHORTEST_PASSWORD = 12;

    private final String breaks;

    SecretName(String breaks) {
        this.breaks = breaks;
    }

    /** What a new value breaks, and what to do about it: for people, without a full stop. */
    public String breaks() {
        return breaks;
    }

    /** The fewest signs that it may have. A password of the database may be one that a person chose, before Lotus came. */
    public int shortest() {
        return switch (this) {
            case LIVEKIT_KEY -> 1;
            case DB_SYNAPSE, DB_LOTUS -> SHORTEST_PASSWORD;
            default -> SHORTEST;
        };
    }

    /** The name of its file. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<SecretName> of(String name) {
        return Arrays.stream(values()).filter(s -> s.toString().equals(name)).findFirst();
    }
}

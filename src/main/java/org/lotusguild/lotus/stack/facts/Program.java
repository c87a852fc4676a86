package org.lotusguild.lotus.stack.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A program whose version decides what is right. */
public enum Program {
    SYNAPSE,
    LIVEKIT,
    POSTGRESQL,
    COTURN,
    NGINX,
    FAIL2BAN,
    REDIS,
    HOOKSHOT,
    AUTHELIA,
    LLDAP,
    SYGNAL,
    PROMETHEUS,
    GRAFANA;

    /** {@code synapse}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Program> of(String word) {
        return Arrays.stream(values())
                .filter(program -> program.word().equals(word))
                .findFirst();
    }
}

package org.lotusguild.lotus.stack.plan;

import java.util.Locale;

/** What a host does. One host may have all roles. */
public enum Role {
    SYNAPSE,
    POSTGRES,
    /** Implied by workers and by several SFUs: on Synapse's host, unless another one has it. */
    REDIS,
    /** The nginx that ends the clients' TLS. */
    PROXY,
    /** coturn. */
    TURN,
    /** LiveKit. */
    SFU,
    /** Authelia and LLDAP. */
    SSO,
    /** The web client. */
    WEB,
    MONITORING,
    /** Lotus itself. */
    LOTUS;

    /** Whether several hosts may have it. */
    boolean many() {
        return this == PROXY || this == TURN || this == SFU || this == LOTUS;
    }

    /** As {@code lotus.yaml} writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

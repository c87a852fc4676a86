package org.lotusguild.lotus.stack.plan;

/** Who may make an account. */
public enum Registration {
    CLOSED,
    /** Who has a registration token. */
    TOKEN,
    /** Whom the provider of single sign-on knows. */
    SSO_ONLY
}

package org.lotusguild.lotus.matrix.account;

import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;

/** Whose account it is, and by what right. */
public sealed interface Identity {
    UserId user();

    /** Whether the homeserver does not limit its rate: only a registration that says so makes that sure. */
    default boolean exempt() {
        return switch (this) {
            case ServiceUser service -> !service.rateLimited();
            case Ordinary _ -> false;
        };
    }

    /**
     * A user of an application service; made if it does not exist. Not the registration's own {@code sender_localpart}:
     * Synapse answers {@code /sync} of that user with status 500 (seen on 1.163.2).
     *
     * @param rateLimited what the registration file says under {@code rate_limited}
     */
    record ServiceUser(UserId user, Secret asToken, boolean rateLimited) implements Identity {}

    /** An ordinary account. The password makes one login; its token is kept sealed in the database. */
    record Ordinary(UserId user, Secret password) implements Identity {}
}

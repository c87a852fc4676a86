package org.lotusguild.lotus.webhooks.hook;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/**
 * An id of a hook, or what its sender shows besides.
 *
 * @param kind {@code ID} or a kind of {@link Auth}
 * @param validUntil absent: it is the present one
 * @param goneUntil until then who uses it is told that it is gone
 */
record KeptSecret(
        String digest,
        String hook,
        String kind,
        Secret secret,
        Instant madeAt,
        Optional<Instant> validUntil,
        Optional<Instant> goneUntil) {
    static final String ID = "ID";

    boolean isId() {
        return ID.equals(kind);
    }

    boolean validAt(Instant now) {
        return validUntil.isEmpty() || now.isBefore(validUntil.get());
    }
}

package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;

/**
 * A device that {@code keys/query} showed, with our own notes.
 *
 * @param trust {@code UNSIGNED}, {@code CROSS_SIGNED} or {@code VERIFIED}
 * @param deleted the server shows it no more
 * @param noOlmSent it was told {@code m.no_olm} since we last had a session
 * @param wedged none of our Olm sessions reads what it sends: a new one is to be made
 */
record Device(
        DeviceRef ref,
        Curve25519Key identityKey,
        Ed25519Key signingKey,
        Trust trust,
        boolean deleted,
        boolean noOlmSent,
        Optional<Instant> claimFailedAt,
        boolean wedged,
        Optional<Instant> unwedgedAt) {
    private static final Duration CLAIM_PAUSE = Duration.ofMinutes(5);
    private static final Duration UNWEDGE_PAUSE = Duration.ofHours(1);

    boolean claimable(Instant now) {
        return claimFailedAt
                .filter(failed -> failed.plus(CLAIM_PAUSE).isAfter(now))
                .isEmpty();
    }

    boolean mayBeUnwedged(Instant now) {
        return unwedgedAt.filter(last -> last.plus(UNWEDGE_PAUSE).isAfter(now)).isEmpty();
    }

    boolean allowedBy(ShareWith policy) {
        return switch (policy) {
            case ALL -> true;
            case CROSS_SIGNED -> trust.crossSignedOrBetter();
            case VERIFIED -> trust == Trust.VERIFIED;
        };
    }
}

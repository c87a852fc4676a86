package org.lotusguild.lotus.crypto;

import java.time.Duration;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;

/**
 * How a room is encrypted now. A change of any part makes a new outbound session.
 *
 * @param algorithm of {@code m.room.encryption}
 * @param historyVisibility of {@code m.room.history_visibility}
 * @param recipients users who get the room key: the joined, and the invited where the history visibility lets them read
 */
public record RoomPolicy(
        String algorithm,
        Duration rotationPeriod,
        long rotationMessages,
        String historyVisibility,
        ShareWith shareWith,
        Set<UserId> recipients) {
    public RoomPolicy {
        recipients = Set.copyOf(recipients);
    }

    /** Which devices get room keys. */
    public enum ShareWith {
        ALL,
        CROSS_SIGNED,
        VERIFIED
    }
}

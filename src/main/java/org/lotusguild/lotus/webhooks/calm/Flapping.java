package org.lotusguild.lotus.webhooks.calm;

import java.time.Instant;
import java.util.List;
import org.lotusguild.lotus.webhooks.notice.Notice;

/**
 * How often a thing went back and forth; kept as JSON, one a hook, room and key.
 *
 * @param changes their times, those of the last ten minutes, the newest last
 * @param damped whether the room is spared
 * @param last the newest change
 */
public record Flapping(List<Instant> changes, boolean damped, Notice last) {
    public Flapping {
        changes = List.copyOf(changes);
    }

    /** When it is over unless there is another change: then ask {@link Flaps#settle}, and nothing need be kept any more. */
    public Instant restsAt() {
        return changes.getLast().plus(Flaps.WITHIN);
    }
}

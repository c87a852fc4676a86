package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lotusguild.lotus.base.id.RoomId;

/**
 * Which rooms refuse a hook for now. What comes behind waits until they are tried again, or messages of one hook would change their places
 * in a room; its other rooms go on. For many threads.
 */
final class Refusals {
    /** That anybody is refused. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<Path, Instant> until = new ConcurrentHashMap<>();

    private record Path(String hook, RoomId room) {}

    /** @return when the room is tried again: all at once, in order */
    Instant refused(String hook, RoomId room, Instant now, Instant again) {
        return until.merge(
                new Path(hook, room),
                again,
                (before, next) -> before.isAfter(now) && before.isBefore(next) ? before : next);
    }

    boolean refuses(String hook, RoomId room, Instant now) {
        Path path = new Path(hook, room);
        Instant end = until.get(path);
        if (end == null) {
            return false;
        }
        boolean clockPutBack = end.isAfter(now.plus(LONGEST));
        if (!end.isAfter(now) || clockPutBack) {
            until.remove(path, end);
            return false;
        }
        return true;
    }
}

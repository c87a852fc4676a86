package org.lotusguild.lotus.matrix.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lotusguild.lotus.base.id.RoomId;

/** Lets something be told in a room once an hour. Of many rooms the latest are remembered. */
final class OncePerRoom {
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final Map<RoomId, Instant> told = new LinkedHashMap<>();

    OncePerRoom(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean mayTell(RoomId room) {
        Instant now = clock.instant();
        told.values().removeIf(last -> !last.plus(PAUSE).isAfter(now));
        if (told.size() >= MOST) {
            told.remove(told.keySet().iterator().next());
        }
        return told.putIfAbsent(room, now) == null;
    }
}

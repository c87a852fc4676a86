package org.lotusguild.lotus.launch.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.event.Incoming;

/** What came in rooms that nobody looks at: how much, and the last of it. */
final class Unread {
    private static final int KEPT = 50;

    private final Map<RoomId, Integer> counts = new HashMap<>();
    private final Map<RoomId, Deque<Incoming>> last = new HashMap<>();

    /** @return whether it is the first message there that nobody saw */
    boolean add(Incoming event, boolean counts) {
        RoomId room = event.meta().room();
        Deque<Incoming> kept = last.computeIfAbsent(room, r -> new ArrayDeque<>());
        kept.addLast(event);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        return counts && this.counts.merge(room, 1, Integer::sum) == 1;
    }

    int count(RoomId room) {
        return counts.getOrDefault(room, 0);
    }

    /** Hands over what was kept of the room: it is read now. */
    List<Incoming> take(RoomId room) {
        counts.remove(room);
        Deque<Incoming> kept = last.remove(room);
        return kept == null ? List.of() : List.copyOf(kept);
    }
}

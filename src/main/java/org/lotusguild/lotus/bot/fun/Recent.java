package org.lotusguild.lotus.bot.fun;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.id.RoomId;

/** Picks by chance, but nothing that a room had lately. Remembers the last 1,000 rooms, in memory. */
final class Recent<T> {
    private static final int MOST_ROOMS = 1_000;

    private final int window;
    private final RandomGenerator random;
    private final Map<RoomId, Deque<T>> byRoom = new LinkedHashMap<>(16, 0.75f, true);

    /** @param window how many picks must lie between two of the same; fewer where there is not so much to pick from */
    Recent(int window, RandomGenerator random) {
        this.window = window;
        this.random = random;
    }

    synchronized T pick(RoomId room, List<T> from) {
        Deque<T> had = byRoom.computeIfAbsent(room, r -> new ArrayDeque<>());
        List<T> open = from;
        if (from.size() > 1) {
            List<T> barred = had.stream().limit(from.size() - 1L).toList();
            open = from.stream().filter(item -> !barred.contains(item)).toList();
        }
        T picked = open.get(random.nextInt(open.size()));
        had.addFirst(picked);
        if (had.size() > window) {
            had.removeLast();
        }
        if (byRoom.size() > MOST_ROOMS) {
            byRoom.remove(byRoom.keySet().iterator().next());
        }
        return picked;
    }
}

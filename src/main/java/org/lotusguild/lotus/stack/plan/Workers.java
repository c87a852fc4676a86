package org.lotusguild.lotus.stack.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which processes a size has beside the main one (stack-render.md, "Workers"). */
final class Workers {
    private record Count(Worker.Kind kind, int large, int huge) {}

    private static final List<Count> COUNTS = List.of(
            new Count(Worker.Kind.SYNC, 2, 4),
            new Count(Worker.Kind.CLIENT, 1, 1),
            new Count(Worker.Kind.FEDERATION_SENDER, 1, 1),
            new Count(Worker.Kind.PUSHER, 1, 1),
            new Count(Worker.Kind.MEDIA, 1, 1),
            new Count(Worker.Kind.INITIAL_SYNC, 0, 1),
            new Count(Worker.Kind.FEDERATION_IN, 0, 2),
            new Count(Worker.Kind.EVENT_PERSISTER, 0, 2),
            new Count(Worker.Kind.BACKGROUND, 0, 1),
            new Count(Worker.Kind.STREAM_WRITER, 0, 2));

    /** In this order a guild grows; whatever comes after these answers {@code /sync}. */
    private static final List<Worker.Kind> GROWING = List.of(
            Worker.Kind.CLIENT,
            Worker.Kind.SYNC,
            Worker.Kind.MEDIA,
            Worker.Kind.SYNC,
            Worker.Kind.PUSHER,
            Worker.Kind.FEDERATION_SENDER);

    private Workers() {}

    static List<Worker> some(int count) {
        Map<Worker.Kind, Integer> indices = new EnumMap<>(Worker.Kind.class);
        List<Worker> workers = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Worker.Kind kind = number <= GROWING.size() ? GROWING.get(number - 1) : Worker.Kind.SYNC;
            workers.add(new Worker(kind, number, indices.merge(kind, 1, Integer::sum)));
        }
        return List.copyOf(workers);
    }

    static List<Worker> of(Capacity size) {
        List<Worker> workers = new ArrayList<>();
        for (Count count : COUNTS) {
            int wanted = size == Capacity.LARGE ? count.large() : size == Capacity.HUGE ? count.huge() : 0;
            for (int index = 1; index <= wanted; index++) {
                workers.add(new Worker(count.kind(), workers.size() + 1, index));
            }
        }
        return List.copyOf(workers);
    }
}

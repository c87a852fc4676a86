package org.lotusguild.lotus.stack.plan;

import java.util.ArrayList;
import java.util.List;

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

    private Workers() {}

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

package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs, from below; ended from above, one after the other, all of it within {@link #LIMIT}. */
final class RunningParts implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMillis(8_500);

    private static final Logger LOG = LoggerFactory.getLogger(RunningParts.class);
    /** What each of the later ones has at least. */
    private static final Duration LEAST = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Deque<Part> running = new ArrayDeque<>();
    private final Duration limit;

    private record Part(String name, AutoCloseable end) {}

    RunningParts() {
        this(LIMIT);
    }

    RunningParts(Duration limit) {
        this.limit = limit;
    }

    <T extends AutoCloseable> T keep(String name, T part) {
        running.push(new Part(name, part));
        return part;
    }

    /** A part that takes too long is interrupted, and left behind if that does not help. */
    @Override
    public void close() throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!running.isEmpty()) {
            Part part = running.pop();
            Duration left = Duration.ofNanos(end - System.nanoTime()).minus(LEAST.multipliedBy(running.size()));
            Duration own = left.compareTo(LONGEST) < 0 ? left : LONGEST;
            close(part, own.compareTo(LEAST) < 0 ? LEAST.dividedBy(2) : own);
        }
    }

    private static void close(Part part, Duration patience) throws InterruptedException {
        Thread ending = Thread.ofVirtual().name("end-" + part.name()).start(() -> close(part));
        if (!ending.join(patience)) {
            LOG.atWarn().addKeyValue("part", part.name()).log("a part took too long to stop; it is broken off");
            ending.interrupt();
            ending.join(LEAST.dividedBy(2));
        }
    }

    private static void close(Part part) {
        try {
            part.end().close();
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("part", part.name()).setCause(e).log("a part did not stop in order");
        }
    }
}

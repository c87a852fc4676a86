package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command of the program that asks something on its terminal. */
final class Dialog implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();
    private final Child child;

    Dialog(List<String> command) {
        child = Child.talking(String.join(" ", command), Tools.repository(), command, lines::add);
        child.expectEnd();
    }

    /** Waits for a line that begins so; answers all lines up to it. */
    List<String> until(String beginning) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            String line = next(end - System.nanoTime());
            heard.add(line);
            if (line.startsWith(beginning)) {
                return List.copyOf(heard);
            }
        }
    }

    private String next(long nanos) {
        try {
            String line = lines.poll(nanos, TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("it said no more than " + heard + "\n" + child.output());
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in a dialog", e);
        }
    }

    void type(String line) {
        try {
            child.writer().write(line + "\n");
            child.writer().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void interrupt() {
        child.signal("INT");
    }

    /** Waits for the end; answers the exit code. */
    int end() {
        return child.awaitEnd(LIMIT);
    }

    /** What it wrote to standard error. */
    String errors() {
        return child.output();
    }

    @Override
    public void close() {
        child.close();
    }
}

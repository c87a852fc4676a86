package org.lotusguild.lotus.it;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A child process in a session of its own, as a terminal gives it one, with its last lines of output at hand. A signal goes to
 * the whole session's foreground group, as Ctrl-C does.
 */
final class Child implements AutoCloseable {
    private static final int LINES_KEPT = 400;

    private final String name;
    private final Process process;
    private final Deque<String> output = new ArrayDeque<>();
    private volatile boolean endExpected;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::killLeftovers));
    }

    /** Starts the command; each line of its standard output and error is kept. */
    static Child start(String name, Path directory, List<String> command) {
        Child child = new Child(name, launch(directory, command, true));
        child.pump(child.process.inputReader(StandardCharsets.UTF_8), child::keep);
        return child;
    }

    /** Starts the command; lines of standard output go to the consumer, lines of standard error are kept. */
    static Child talking(String name, Path directory, List<String> command, Consumer<String> lines) {
        Child child = new Child(name, launch(directory, command, false));
        child.pump(child.process.inputReader(StandardCharsets.UTF_8), lines);
        child.pump(child.process.errorReader(StandardCharsets.UTF_8), child::keep);
        return child;
    }

    private static Process launch(Path directory, List<String> command, boolean merge) {
        // Who starts the tests in the background ignores SIGINT, and so would all that they start.
        List<String> inSession = Stream.concat(Stream.of("setsid", "env", "--default-signal=INT"), command.stream()).toList();
        ProcessBuilder builder = new ProcessBuilder(inSession).directory(directory.toFile()).redirectErrorStream(merge);
        Tools.asBuilt(builder);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A read of a pipe holds its carrier: a few virtual ones would leave none to the tests. */
    private void pump(BufferedReader reader, Consumer<String> lines) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try (reader) {
                reader.lines().forEach(lines);
            } catch (UncheckedIOException | IOException e) {
                keep("(output ended: " + e.getMessage() + ")");
            }
        });
    }

    private void keep(String line) {
        synchronized (output) {
            output.addLast(line);
            if (output.size() > LINES_KEPT) {
                output.removeFirst();
            }
        }
    }

    /** Calls back once if the process ends without having been told to. */
    void onEarlyEnd(Consumer<String> tell) {
        process.onExit().thenAccept(ended -> {
            if (!endExpected) {
                tell.accept(name + " ended early with " + ended.exitValue() + ":\n" + output());
            }
        });
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The last lines it wrote. */
    String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    BufferedWriter writer() {
        return process.outputWriter(StandardCharsets.UTF_8);
    }

    /** From here on an end is no failure. */
    void expectEnd() {
        endExpected = true;
    }

    /** Sends a signal (INT, TERM, KILL) to the process and all that it started in its group. */
    void signal(String signal) {
        endExpected = true;
        run("kill", "-" + signal, "--", "-" + pid());
    }

    /** Waits for the end; answers the exit code. */
    int awaitEnd(Duration limit) {
        endExpected = true;
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + limit + ":\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, e);
        }
        return process.exitValue();
    }

    /** The processes of this child's session that still live, this one included. */
    String leftovers() {
        return run("ps", "-o", "pid=,args=", "-s", Long.toString(pid())).strip();
    }

    @Override
    public void close() {
        endExpected = true;
        if (!leftovers().isEmpty()) {
            run("kill", "-TERM", "--", "-" + pid());
            try {
                Await.until(Duration.ofSeconds(12), name + " to end", () -> leftovers().isEmpty());
            } finally {
                killLeftovers();
            }
        }
    }

    /** Also when the test run itself is ended: nothing of it stays behind. */
    private void killLeftovers() {
        if (!leftovers().isEmpty()) {
            run("kill", "-KILL", "--", "-" + pid());
        }
    }

    private static String run(String... command) {
        try {
            Process once = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(once.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

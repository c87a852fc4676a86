package org.lotusguild.lotus.stack.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command that ran to its end.
 *
 * @param lines the last lines of its output, both streams, at most {@value #KEPT}
 */
public record CommandRun(int exitCode, List<String> lines) {
    private static final int KEPT = 200;
    private static final int DRAIN_SECONDS = 5;

    /** The exit code of a command that could not be started at all, as shells have it. */
    static final int NOT_STARTED = 127;

    public CommandRun {
        lines = List.copyOf(lines);
    }

    public boolean ok() {
        return exitCode == 0;
    }

    public String tail(int count) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    /**
     * Runs it without input.
     *
     * @param eachLine called for every line of output as it comes, on another thread
     * @throws TrialException after the limit, or when this thread is interrupted; the command is ended then
     */
    public static CommandRun of(List<String> command, Duration limit, Consumer<String> eachLine) {
        return of(command, Path.of("/dev/null"), limit, eachLine);
    }

    /** The same with a file as its input. */
    public static CommandRun of(List<String> command, Path input, Duration limit, Consumer<String> eachLine) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(input.toFile())
                    .start();
        } catch (IOException e) {
            return new CommandRun(NOT_STARTED, List.of(String.valueOf(e.getMessage())));
        }
        Deque<String> last = new ArrayDeque<>();
        // A read of a pipe holds its carrier.
        Thread reader = Thread.ofPlatform().daemon().start(() -> read(process, last, eachLine));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TrialException(
                        "`" + String.join(" ", command) + "` did not end within " + limit.toMinutes() + " min",
                        "Run `lotus up` again; if the network is slow, it has further to go each time");
            }
            reader.join(Duration.ofSeconds(DRAIN_SECONDS));
            synchronized (last) {
                return new CommandRun(process.exitValue(), List.copyOf(last));
            }
        } catch (InterruptedException e) {
            throw TrialException.interrupted("running " + command.getFirst());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void read(Process process, Deque<String> last, Consumer<String> eachLine) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (last) {
                    last.addLast(line);
                    if (last.size() > KEPT) {
                        last.removeFirst();
                    }
                }
                eachLine.accept(line);
            }
        } catch (IOException e) {
            // The command was ended while it wrote; what it said until then counts.
        }
    }
}

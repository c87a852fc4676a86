package org.lotusguild.lotus.stack.tool;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A command that runs to its end.
 *
 * @param environment beside what the process has: the place for passwords
 * @param limit the command is ended then
 */
public record Tool(List<String> command, Map<String, String> environment, Duration limit) {
    /** The exit code of a command that could not be started, as shells have it. */
    public static final int NOT_STARTED = 127;
    /** The exit code of a command that did not end in time, as {@code timeout} has it. */
    public static final int TOO_LONG = 124;

    private static final int KEPT = 64 << 10;
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    public Tool {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public static Tool of(String... command) {
        return new Tool(List.of(command), Map.of(), Duration.ofSeconds(30));
    }

    public Tool within(Duration time) {
        return new Tool(command, environment, time);
    }

    public Tool with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Tool(command, all, limit);
    }

    /**
     * How it ended.
     *
     * @param out what it wrote to its standard output, the first 64 KiB; empty if somebody else took it
     * @param err the same of its error output
     */
    public record Outcome(int exit, String out, String err) {
        public boolean ok() {
            return exit == 0;
        }

        /** The last words, for a person: of the error output, where there is any. */
        public String words() {
            String text = err.isBlank() ? out : err;
            List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
            return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        }
    }

    /** Takes the standard output while the command runs. */
    @FunctionalInterface
    public interface Sink {
        void take(InputStream out) throws IOException;
    }

    public Outcome run() {
        AtomicReference<String> out = new AtomicReference<>("");
        Outcome outcome = run(in -> out.set(read(in)));
        return new Outcome(outcome.exit(), out.get(), outcome.err());
    }

    /** @throws UncheckedIOException if the sink could not take it; the command is ended then */
    public Outcome run(Sink sink) {
        Process process;
        try {
            process = started();
        } catch (IOException e) {
            return new Outcome(NOT_STARTED, "", String.valueOf(e.getMessage()));
        }
        try {
            AtomicReference<String> err = new AtomicReference<>("");
            AtomicReference<IOException> broken = new AtomicReference<>();
            Thread errors = reader(() -> err.set(quietly(process.getErrorStream())));
            Thread taking = reader(() -> {
                try (InputStream in = process.getInputStream()) {
                    sink.take(in);
                } catch (IOException e) {
                    broken.set(e);
                    process.destroy();
                }
            });
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                // What it has in hand to say is lost if it is killed at once; and Process.destroy closes the pipes.
                process.toHandle().destroy();
                process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
                taking.join(LAST_WORDS);
                end(process);
            }
            boolean taken = taking.join(ended ? limit : DRAIN);
            errors.join(DRAIN);
            if (broken.get() != null && ended) {
                throw new UncheckedIOException(broken.get());
            }
            return ended && taken
                    ? new Outcome(process.exitValue(), "", err.get())
                    : new Outcome(TOO_LONG, "", "it did not end within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(TOO_LONG, "", "interrupted");
        } finally {
            end(process);
        }
    }

    private Process started() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A read of a pipe holds its carrier: on a small machine a few virtual threads would stop all others. */
    private static Thread reader(Runnable work) {
        return Thread.ofPlatform().daemon().start(work);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String quietly(InputStream in) {
        try {
            return read(in);
        } catch (IOException e) {
            return ""; // it was ended while it wrote
        }
    }

    /** Reads to the end, so that the writer never waits; keeps the beginning. */
    private static String read(InputStream in) throws IOException {
        byte[] kept = in.readNBytes(KEPT);
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return new String(kept, StandardCharsets.UTF_8);
    }

    /** Without the environment, which may hold a password. */
    @Override
    public String toString() {
        return String.join(" ", command);
    }
}

package org.lotusguild.lotus.stack.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of a program, written down by number and time of their start, since numbers are used again. Whoever starts the
 * program the next time ends those that still run: a Lotus that was killed may have left them, or the program's first process,
 * which was killed, its children.
 */
final class Leftovers {
    private static final Duration TERM_LIMIT = Duration.ofMillis(3500);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(1);
    /** The system tells the start relative to its own, which two programs may find a second apart. */
    private static final long BLUR_MILLIS = 2000;

    private final Path file;

    Leftovers(Path file) {
        this.file = file;
    }

    void note(Stream<ProcessHandle> processes) {
        HomeFiles.own(file, processes.map(Leftovers::words).collect(Collectors.joining("\n", "", "\n")));
    }

    /** Ends what is written down and still runs, and forgets it. */
    void end() {
        if (!Files.exists(file)) {
            return;
        }
        List<ProcessHandle> running = HomeFiles.read(file)
                .lines()
                .flatMap(line -> process(line).stream())
                .toList();
        running.stream().limit(1).forEach(Leftovers::end); // a keeper ends the others itself
        running.forEach(ProcessHandle::destroy);
        running.forEach(Leftovers::end);
        HomeFiles.delete(file);
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        if (Ending.within(process, TERM_LIMIT) != Ending.ENDED) {
            process.destroyForcibly();
            Ending.within(process, KILL_LIMIT);
        }
    }

    private static Optional<ProcessHandle> process(String line) {
        String[] words = line.split(" ");
        try {
            long started = Long.parseLong(words[words.length - 1]);
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> Math.abs(started(process) - started) <= BLUR_MILLIS);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String words(ProcessHandle process) {
        return process.pid() + " " + started(process);
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}

package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program as a child of Lotus: started, watched, started again when it ends by itself, stopped. */
public final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STABLE = Duration.ofSeconds(60);
    private static final Duration TERM_LIMIT = Duration.ofMillis(3500);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int STEP_MILLIS = 100;
    private static final int LAST_WORDS = 5;
    private static final long FULL = 1 << 20;

    private final Program program;
    private final Leftovers leftovers;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Progress progress;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile ProgramState state = ProgramState.STOPPED;
    private volatile @Nullable Process process;
    private volatile @Nullable Thread watcher;

    public ChildProcess(Program program, Trial.World world) {
        this.program = program;
        this.leftovers = new Leftovers(program.processes());
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, world.random());
        this.clock = world.clock();
        this.progress = world.progress();
    }

    public Program program() {
        return program;
    }

    /** @throws TrialException if it does not come up; nothing of it runs then */
    public void start() {
        state = ProgramState.STARTING;
        try {
            leftovers.end();
            program.ports().forEach(this::needPort);
            run();
        } catch (TrialException e) {
            state = ProgramState.STOPPED;
            throw e;
        }
        state = ProgramState.RUNNING;
        watcher = Thread.ofVirtual().name("trial-" + program.name()).start(this::watch);
    }

    public ProgramState state() {
        return state;
    }

    /** The process id, for people; empty if it does not run. */
    OptionalLong pid() {
        Process running = process;
        return running != null && running.isAlive() ? OptionalLong.of(running.pid()) : OptionalLong.empty();
    }

    /** Within five seconds; by force at the end of them. Does nothing if it does not run. */
    public void stop() {
        stopping.countDown();
        Thread watching = watcher;
        if (watching != null) {
            watching.interrupt();
            joined(watching);
        }
        Process running = process;
        if (running != null) {
            end(running.toHandle());
        }
        state = ProgramState.STOPPED;
    }

    // ---- starting

    /** Starts it and waits until it serves; ends it again if it does not. */
    private void run() {
        leftovers.end();
        Process started = launched();
        process = started;
        try {
            leftovers.note(Stream.of(started.toHandle()));
            awaitReady(started);
            if (program.kept()) {
                leftovers.note(whole(started.toHandle()));
            }
        } catch (TrialException e) {
            end(started.toHandle());
            throw e;
        }
    }

    private Process launched() {
        try {
            return new ProcessBuilder(program.command())
                    .directory(program.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(program.console().toFile())
                    .start();
        } catch (IOException e) {
            throw new TrialException(
                    program.title() + " could not be started: " + e.getMessage(), "Run `lotus up` again", e);
        }
    }

    private void awaitReady(Process started) {
        Instant end = clock.instant().plus(START_LIMIT);
        try {
            while (clock.instant().isBefore(end)) {
                if (started.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw endedEarly(started.exitValue());
                }
                if (program.ready().getAsBoolean()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw TrialException.interrupted(program.title() + " was starting");
        }
        throw new TrialException(
                program.title() + " does not serve after " + START_LIMIT.toSeconds() + " seconds",
                "See " + program.log());
    }

    private TrialException endedEarly(int exitCode) {
        if (program.folder().toFile().getUsableSpace() < FULL) {
            return new TrialException(
                    program.title() + " ended while starting: the disk of " + program.folder() + " is full",
                    TrialException.DISK_REMEDY);
        }
        String words = lastWords();
        return new TrialException(
                program.title() + " ended while starting (exit code " + exitCode + ")"
                        + (words.isEmpty() ? "" : ":\n" + words),
                "More is in " + program.log());
    }

    private String lastWords() {
        List<String> lines = HomeFiles.read(program.console())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()))
                .indent(4)
                .stripTrailing();
    }

    private void needPort(int port) {
        if (!Ports.free(port)) {
            throw new TrialException(
                    "Port " + port + " of " + inner(program.title()) + " is taken by " + Ports.holderShown(port),
                    "End that program, or " + program.elsewhere());
        }
    }

    /** A title in the middle of a sentence. */
    private static String inner(String title) {
        return title.startsWith("The ") ? "the " + title.substring("The ".length()) : title;
    }

    // ---- watching

    private void watch() {
        int failures = 0;
        while (stopping.getCount() > 0) {
            Process running = process;
            if (running == null) {
                return;
            }
            Instant began = clock.instant();
            try {
                int exitCode = running.waitFor();
                if (stopping.getCount() == 0) {
                    return;
                }
                boolean stable = Duration.between(began, clock.instant()).compareTo(STABLE) > 0;
                failures = stable ? 1 : failures + 1;
                state = ProgramState.DOWN;
                progress.warning(program.title() + " ended by itself (exit code " + exitCode + "); starting it again");
                failures = revived(failures);
            } catch (InterruptedException e) {
                return; // stop() asked for it
            }
        }
    }

    /** Tries until it serves again; answers how often it failed in a row. */
    private int revived(int failuresBefore) throws InterruptedException {
        for (int failures = failuresBefore; ; failures++) {
            if (stopping.await(backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                return failures;
            }
            try {
                run();
                state = ProgramState.RUNNING;
                progress.step(program.title() + " serves again");
                return failures;
            } catch (TrialException e) {
                LOG.atWarn()
                        .addKeyValue("program", program.name())
                        .addKeyValue("failures", failures)
                        .setCause(e)
                        .log("a program of the trial did not come back");
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopping");
                }
            }
        }
    }

    // ---- stopping

    private static void joined(Thread watching) {
        try {
            watching.join(KILL_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A keeper that is killed would leave its program behind: in a hurry it is trusted to do as it was told. */
    private void end(ProcessHandle first) {
        first.destroy();
        switch (Ending.within(first, TERM_LIMIT)) {
            case ENDED -> leftovers.end();
            case LATE -> force(first);
            case HURRIED -> {
                if (!program.kept()) {
                    first.destroyForcibly();
                }
            }
        }
    }

    /** Ends a process that nobody keeps. */
    static void ended(ProcessHandle process) {
        process.destroy();
        if (Ending.within(process, TERM_LIMIT) != Ending.ENDED) {
            force(process);
        }
    }

    private static void force(ProcessHandle first) {
        whole(first).toList().forEach(ProcessHandle::destroyForcibly);
        Ending.within(first, KILL_LIMIT);
    }

    private static Stream<ProcessHandle> whole(ProcessHandle first) {
        return Stream.concat(Stream.of(first), first.descendants());
    }
}

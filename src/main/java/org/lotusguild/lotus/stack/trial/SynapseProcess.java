package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running Synapse of one home: started, watched, started again when it ends by itself, stopped. */
final class SynapseProcess {
    private static final Logger LOG = LoggerFactory.getLogger(SynapseProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);
    private static final Duration KEY_LIMIT = Duration.ofSeconds(60);
    private static final Duration STABLE = Duration.ofSeconds(60);
    private static final Duration TERM_LIMIT = Duration.ofMillis(3500);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(1);
    private static final int STEP_MILLIS = 100;
    private static final long FULL = 1 << 20;

    private final Path python;
    private final TrialHome home;
    private final URI url;
    private final Backoff backoff;
    private final HttpCaller http;
    private final InstantSource clock;
    private final Progress progress;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile SynapseState state = SynapseState.STOPPED;
    private volatile @Nullable Process process;
    private volatile @Nullable Thread watcher;

    SynapseProcess(Path python, TrialHome home, URI url, Backoff backoff, Trial.World world) {
        this.python = python;
        this.home = home;
        this.url = url;
        this.backoff = backoff;
        this.http = world.http();
        this.clock = world.clock();
        this.progress = world.progress();
    }

    /** @throws TrialException if it does not come up; nothing runs then */
    void start() {
        state = SynapseState.STARTING;
        try {
            endLeftover();
            needPort();
            needSigningKey();
            run();
        } catch (TrialException e) {
            state = SynapseState.STOPPED;
            throw e;
        }
        state = SynapseState.RUNNING;
        watcher = Thread.ofVirtual().name("trial-homeserver").start(this::watch);
    }

    SynapseState state() {
        return state;
    }

    /** The process id, for people; empty if it does not run. */
    OptionalLong pid() {
        Process running = process;
        return running != null && running.isAlive() ? OptionalLong.of(running.pid()) : OptionalLong.empty();
    }

    void stop() {
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
        state = SynapseState.STOPPED;
    }

    // ---- starting

    /** Starts it and waits until it serves; ends it again if it does not. */
    private void run() {
        Process started = launched();
        process = started;
        try {
            awaitHealth(started);
        } catch (TrialException e) {
            end(started.toHandle());
            throw e;
        }
    }

    private Process launched() {
        Path console = home.synapse().resolve("console.log");
        try {
            return new ProcessBuilder(command(python, home))
                    .directory(home.synapse().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(console.toFile())
                    .start();
        } catch (IOException e) {
            throw new TrialException(
                    "The homeserver could not be started: " + e.getMessage(), "Run `lotus up` again", e);
        }
    }

    static List<String> command(Path python, TrialHome home) {
        return List.of(
                python.toString(),
                "-I",
                home.runner().toString(),
                "-c",
                home.synapseConfiguration().toString());
    }

    private void awaitHealth(Process started) {
        Instant end = clock.instant().plus(START_LIMIT);
        try {
            while (clock.instant().isBefore(end)) {
                if (started.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw endedEarly(started.exitValue());
                }
                if (healthy()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw TrialException.interrupted("the homeserver was starting");
        }
        throw new TrialException(
                "The homeserver does not serve after " + START_LIMIT.toSeconds() + " seconds",
                "See " + home.synapse().resolve("synapse.log"));
    }

    private boolean healthy() {
        try {
            return http.send(HttpCall.of("GET", url.resolve("/health")).timeout(HEALTH_LIMIT))
                    .ok();
        } catch (HttpFailure e) {
            return false; // not yet
        }
    }

    private TrialException endedEarly(int exitCode) {
        if (home.synapse().toFile().getUsableSpace() < FULL) {
            return new TrialException(
                    "The homeserver ended while starting: the disk of " + home.synapse() + " is full",
                    TrialException.DISK_REMEDY);
        }
        String words = lastWords();
        return new TrialException(
                "The homeserver ended while starting (exit code " + exitCode + ")"
                        + (words.isEmpty() ? "" : ":\n" + words),
                "More is in " + home.synapse().resolve("synapse.log"));
    }

    private String lastWords() {
        List<String> lines = HomeFiles.read(home.synapse().resolve("console.log"))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()))
                .indent(4)
                .stripTrailing();
    }

    /** Made by Synapse's own generator. */
    private void needSigningKey() {
        Path key = home.synapse().resolve("signing.key");
        if (Files.exists(key)) {
            return;
        }
        CommandRun run = CommandRun.of(
                List.of(python.toString(), "-I", "-m", "synapse._scripts.generate_signing_key"), KEY_LIMIT, line -> {});
        if (!run.ok()) {
            throw new TrialException("The homeserver's signing key could not be made:\n" + run.tail(5), "Run it again");
        }
        HomeFiles.secretOnce(key, () -> run.tail(1) + "\n");
    }

    private void needPort() {
        if (!Ports.free(url.getPort())) {
            throw new TrialException(
                    "Port " + url.getPort() + " of the trial homeserver is taken by "
                            + Ports.holderShown(url.getPort()),
                    "End that program, or put another port into " + home.synapseConfiguration()
                            + " (twice) and lotus.yaml");
        }
    }

    /** A Lotus that was killed a moment ago may have left its Synapse: it ends by itself, but perhaps not yet. */
    private void endLeftover() {
        String configuration = home.synapseConfiguration().toString();
        ProcessHandle.allProcesses()
                .filter(other -> other.info()
                        .arguments()
                        .map(List::of)
                        .filter(words -> words.contains(configuration)
                                && words.contains(home.runner().toString()))
                        .isPresent())
                .forEach(SynapseProcess::end);
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
                state = SynapseState.DOWN;
                progress.warning("The homeserver ended by itself (exit code " + exitCode + "); starting it again");
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
                state = SynapseState.RUNNING;
                progress.step("The homeserver serves again");
                return failures;
            } catch (TrialException e) {
                LOG.atWarn().addKeyValue("failures", failures).setCause(e).log("homeserver did not come back");
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

    private static void end(ProcessHandle process) {
        process.destroy();
        if (!ended(process, TERM_LIMIT)) {
            process.destroyForcibly();
            ended(process, KILL_LIMIT);
        }
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            process.destroyForcibly(); // in a hurry: no further wait
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

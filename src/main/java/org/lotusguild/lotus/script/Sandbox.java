package org.lotusguild.lotus.script;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;
import tools.jackson.databind.JsonNode;

/**
 * Runs strangers' JavaScript, two scripts at once; 64 more may wait, the next is told {@link Kind#BUSY}. All methods block
 * until the answer is there, some seconds at most. Nothing is thrown because of what a script does. The first call makes
 * the engine ready (0.3 s); until then a sandbox costs nothing.
 */
public final class Sandbox implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 64;
    private static final long STACK_BYTES = 4 << 20;
    private static final int MOST_OUTPUT = 256 << 10;

    /**
     * A script cannot wait, so its processor time bounds it; the clock is for a machine that has next to none to give. (Two
     * seconds stopped honest scripts where fourteen processes wanted two processors.)
     */
    private static final Duration WALL = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FOR_TEMPLATE = Duration.ofSeconds(30);

    private final ScriptConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), Sandbox::worker);
    private final Watchdog watchdog = new Watchdog();
    private final ByteCodes byteCodes = new ByteCodes();
    private @Nullable Template template;

    /** @param random asked by several threads at once */
    public Sandbox(ScriptConfig config, InstantSource clock, RandomGenerator random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
        workers.allowCoreThreadTimeOut(true);
    }

    /** Platform threads: their processor time can be asked for, and their stack is as deep as we say. */
    private static Thread worker(Runnable job) {
        Thread thread = new Thread(null, job, "script", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether a script may be kept: its size and its syntax. Runs nothing of it. */
    public Compiled compile(String source) {
        Script script = new Script(source);
        return onWorker(
                () -> {
                    byteCode(script);
                    return script;
                },
                Stopped::refused);
    }

    /**
     * Runs a script on a value.
     *
     * @param data the script's constant {@code data}: an object, a list or a text
     */
    public Run run(Script script, JsonNode data, Request request) {
        return run(script, data, request, Optional.empty());
    }

    /** As {@link #run}, and shows what the script wrote to its console. */
    public Run preview(Script script, JsonNode data, Request request) {
        return run(script, data, request, Optional.of(new Console()));
    }

    /** Makes the engine ready and lets Java learn to run it fast: for before the first script is waited for. */
    public void warmUp() {
        for (int i = 0; i < 10; i++) {
            WarmUp.SAMPLES.forEach(sample -> run(sample, WarmUp.data(), Request.none("", "", Instant.EPOCH)));
        }
    }

    /** Stops what runs. What waits, and whoever comes later, is told {@link Kind#BUSY}. */
    @Override
    public void close() {
        workers.shutdownNow().forEach(job -> ((Future<?>) job).cancel(false));
        watchdog.close();
    }

    /** The JSON of {@code result} as the script gave it; empty where it is neither a text nor an object. */
    Optional<String> json(Script script, JsonNode data, Request request) {
        return onWorker(() -> json(script, data, request, Optional.empty()), stopped -> {
            throw stopped;
        });
    }

    private Run run(Script script, JsonNode data, Request request, Optional<Console> console) {
        return onWorker(
                () -> onThisThread(script, data, request, console),
                stopped -> new Run(stopped.failed(), Duration.ZERO, List.of()));
    }

    private Run onThisThread(Script script, JsonNode data, Request request, Optional<Console> console) {
        Budget whole = new Budget(PATIENCE, PATIENCE);
        Outcome outcome = outcome(script, data, request, console);
        return new Run(
                outcome,
                whole.used(),
                console.map(it -> it.lines(script, outcome)).orElse(List.of()));
    }

    private Outcome outcome(Script script, JsonNode data, Request request, Optional<Console> console) {
        try {
            return Results.of(json(script, data, request, console));
        } catch (Stopped e) {
            return e.failed();
        }
    }

    private Optional<String> json(Script script, JsonNode data, Request request, Optional<Console> console) {
        Input input = Input.of(data, request, random);
        byte[] byteCode = byteCode(script);
        return guarded(config.cpu().plus(input.allowance()), budget -> {
            Engine engine = template().fresh(budget);
            Supplier<Optional<String>> run = () -> engine.run(script, byteCode, input.utf8(), MOST_OUTPUT, budget);
            return console.isPresent() ? console.get().hears(engine, run) : run.get();
        });
    }

    private byte[] byteCode(Script script) {
        if (script.utf8().length > Script.MOST_BYTES) {
            throw new Stopped(Kind.INPUT, "the script is larger than " + (Script.MOST_BYTES >> 10) + " KiB");
        }
        return byteCodes.of(script).orElseGet(() -> {
            byte[] fresh =
                    guarded(config.cpu(), budget -> template().fresh(budget).compile(script, budget));
            byteCodes.keep(script, fresh);
            return fresh;
        });
    }

    /** Made on a worker: its stack is deep enough. */
    private synchronized Template template() {
        if (template == null) {
            template = new Template(config.memory().bytes(), clock, random, new Budget(FOR_TEMPLATE, FOR_TEMPLATE));
        }
        return template;
    }

    private <T> T guarded(Duration cpu, Function<Budget, T> work) {
        template(); // its making is on nobody's account
        Budget budget = new Budget(cpu, WALL);
        watchdog.watch(budget, cpu);
        try {
            return work.apply(budget);
        } catch (WasmInterruptedException e) {
            throw new Stopped(Kind.TIME, "stopped: its time was over");
        } catch (WasmEngineException | StackOverflowError e) {
            throw budget.spent()
                    ? new Stopped(Kind.TIME, "stopped: its time was over")
                    : new Stopped(Kind.ENGINE, "stopped: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            throw new Stopped(Kind.MEMORY, "stopped: Lotus itself had no memory left for it");
        } finally {
            budget.end();
            Thread.interrupted(); // one that came for this run: its engine is never used again
        }
    }

    /** @param refused what the caller is told when the work has no result */
    private <T> T onWorker(Callable<T> work, Function<Stopped, T> refused) {
        Future<T> job;
        try {
            job = workers.submit(work);
        } catch (RejectedExecutionException e) {
            return refused.apply(new Stopped(Kind.BUSY, "too many scripts wait already"));
        }
        try {
            return job.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return refused.apply(stopped(e));
        } catch (TimeoutException | CancellationException e) {
            job.cancel(true);
            return refused.apply(new Stopped(Kind.BUSY, "nobody had time for it"));
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
            return refused.apply(new Stopped(Kind.BUSY, "interrupted"));
        }
    }

    private static Stopped stopped(ExecutionException e) {
        if (e.getCause() instanceof Stopped stopped) {
            return stopped;
        }
        throw new IllegalStateException("the sandbox has a defect", e);
    }
}

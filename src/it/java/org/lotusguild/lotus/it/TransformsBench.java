package org.lotusguild.lotus.it;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.it.HookshotEngine.Spent;
import org.lotusguild.lotus.script.Outcome;
import org.lotusguild.lotus.script.Request;
import org.lotusguild.lotus.script.Run;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.Script;
import org.lotusguild.lotus.script.ScriptConfig;
import tools.jackson.databind.JsonNode;

/**
 * Scripts in the sandbox beside the same scripts in the engine of hookshot, by turns in one run; a soak; the hostile scripts.
 * Processor time is that of the whole process: collector, compiler and the hand-over between threads are in it.
 */
final class TransformsBench {
    private static final List<String> NAMES = List.of("sonarr", "kuma", "grafana", "table");
    private static final int ROUNDS = 3;
    private static final double MIB = 1 << 20;
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final Request REQUEST = Request.none("bench", "", Instant.EPOCH);

    private final Path samples = Tools.repository().resolve("src/test/resources/script");
    private final Map<String, Sample> calls = new LinkedHashMap<>();
    private final Sandbox sandbox =
            new Sandbox(ScriptConfig.standard(), InstantSource.system(), new SecureRandom());

    private record Sample(Script script, JsonNode input) {}

    private TransformsBench() {
        NAMES.forEach(name -> {
            calls.put(
                    name,
                    new Sample(
                            new Script(read("transforms/" + name + ".js")),
                            Json.parse(read("inputs/" + name + ".json"))));
        });
    }

    /** {@code [warm-up seconds]}, {@code soak [calls]} or {@code hostile}. */
    public static void main(String[] args) {
        TransformsBench bench = new TransformsBench();
        String what = args.length > 0 ? args[0] : "10";
        try (Sandbox sandbox = bench.sandbox) {
            switch (what) {
                case "soak" -> bench.soak(args.length > 1 ? Integer.parseInt(args[1]) : 100_000);
                case "hostile" -> bench.hostile();
                default -> bench.compare(Duration.ofSeconds(Long.parseLong(what)));
            }
        }
    }

    private void compare(Duration warm) {
        try (HookshotEngine engine = HookshotEngine.start(samples)) {
            System.out.println("results of hookshot's engine: " + engine.check());
            engine.run(NAMES, warm.dividedBy(4));
            ours(NAMES, warm, 1);
            NAMES.forEach(name -> one(name, engine));
            inTurn(engine);
        }
    }

    private void one(String name, HookshotEngine engine) {
        List<Double> mine = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            theirs.add(engine.run(List.of(name), TURN).cpuMicrosEach());
            mine.add(ours(List.of(name), TURN, 1).cpuMicrosEach());
            ratios.add(mine.getLast() / theirs.getLast());
        }
        System.out.println(Figures.line(name + ", sandbox", mine, "µs of processor a call"));
        System.out.println(Figures.line(name + ", quickjs-emscripten", theirs, "µs of processor a call"));
        System.out.println(Figures.line(name + ", ratio", ratios, ""));
    }

    private void inTurn(HookshotEngine engine) {
        List<Double> theirs = new ArrayList<>();
        List<Double> one = new ArrayList<>();
        List<Double> two = new ArrayList<>();
        List<Double> oneOfProcessor = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            theirs.add(engine.run(NAMES, TURN).callsASecond());
            Spent alone = ours(NAMES, TURN, 1);
            one.add(alone.callsASecond());
            oneOfProcessor.add(1e6 / alone.cpuMicrosEach());
            two.add(ours(NAMES, TURN, 2).callsASecond());
        }
        System.out.println(Figures.line("all four in turn, quickjs-emscripten", theirs, "calls/s"));
        System.out.println(Figures.line("all four in turn, sandbox, one thread", one, "calls/s"));
        System.out.println(Figures.line("the same, a second of processor", oneOfProcessor, "calls"));
        System.out.println(Figures.line("all four in turn, sandbox, two threads", two, "calls/s"));
        System.out.println("resident " + residentMegabytes() + " MB, heap after collection " + heap());
    }

    private Spent ours(List<String> names, Duration time, int callers) {
        AtomicLong made = new AtomicLong();
        long cpu = processorNanos();
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; System.nanoTime() - begin < time.toNanos() || n % names.size() != 0; n++) {
                    call(names.get(n % names.size()));
                    made.incrementAndGet();
                }
            }));
        }
        threads.forEach(TransformsBench::join);
        return new Spent(made.get(), (processorNanos() - cpu) / 1000, (System.nanoTime() - begin) / 1000);
    }

    private void call(String name) {
        Sample sample = Objects.requireNonNull(calls.get(name));
        Outcome outcome = sandbox.run(sample.script(), sample.input(), REQUEST).outcome();
        if (!(outcome instanceof Outcome.Posted)) {
            throw new IllegalStateException(name + ": " + outcome);
        }
    }

    private void soak(int calls) {
        for (int i = 1; i <= calls; i++) {
            call(NAMES.get(i % NAMES.size()));
            if (i % Math.max(1, calls / 10) == 0) {
                System.out.println(
                        i + " calls: resident " + residentMegabytes() + " MB, heap after collection " + heap());
            }
        }
    }

    private void hostile() {
        sandbox.warmUp();
        long most = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            for (Path file : files("hostile")) {
                long begin = System.nanoTime();
                Run run = sandbox.run(new Script(read("hostile/" + file.getFileName())), Json.object(), REQUEST);
                long wall = (System.nanoTime() - begin) / 1_000_000;
                call("kuma");
                most = Math.max(most, residentMegabytes());
                String how = run.outcome() instanceof Outcome.Failed failed
                        ? failed.kind().toString()
                        : run.outcome().getClass().getSimpleName();
                System.out.printf(
                        Locale.ROOT, "%d %-22s %-8s %5d ms, %4d ms of processor%n",
                        round, file.getFileName(), how, wall, run.cpu().toMillis());
            }
        }
        System.out.println("resident at most " + most + " MB, heap after collection " + heap());
    }

    private List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(samples.resolve(folder))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(samples.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static String heap() {
        System.gc();
        return String.format(
                Locale.ROOT, "%.1f MiB", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB);
    }

    private static long residentMegabytes() {
        return Math.round(Usage.residentMegabytes(ProcessHandle.current().pid()));
    }
}

package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.json.Json;

/** The program under test, on one home: {@code lotus up} as a child process that comes and goes. */
final class Lotus implements AutoCloseable {
    /** The first start may install Synapse. */
    private static final Duration FIRST = Duration.ofMinutes(4);

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration ONE_COMMAND = Duration.ofSeconds(60);

    private final Home home;
    private final Consumer<String> tell;
    private final List<String> up;
    private @Nullable Child child;
    private @Nullable Status status;

    /**
     * @param tell is called with the output if the program ends by itself
     * @param options of {@code lotus up}
     */
    Lotus(Home home, Consumer<String> tell, String... options) {
        this.home = home;
        this.tell = tell;
        this.up = Stream.concat(Stream.of("up"), Stream.of(options)).toList();
    }

    /** How a command ended. */
    record Outcome(int exit, String out, String err) {}

    Home home() {
        return home;
    }

    /** Starts it and waits until it is ready. */
    Status up() {
        begin();
        return awaitReady();
    }

    /** Starts it without waiting. */
    void begin() {
        if (running()) {
            throw new IllegalStateException("it runs already");
        }
        Child started = Child.start("lotus up", Tools.repository(), line(up.toArray(String[]::new)));
        started.onEarlyEnd(tell);
        child = started;
    }

    Status awaitReady() {
        Child started = started();
        AtomicReference<@Nullable Status> found = new AtomicReference<>();
        AtomicReference<String> refusal = new AtomicReference<>("/health/ready never answered 200");
        boolean came = Await.happens(FIRST, () -> {
            if (!started.alive()) {
                throw new AssertionError("lotus up ended early:\n" + started.output());
            }
            if (home.saysReady()) {
                Outcome answer = command("status", "--json");
                ready(answer).ifPresentOrElse(found::set, () -> refusal.set("lotus status: " + answer));
            }
            return found.get() != null;
        });
        Status ready = found.get();
        if (!came || ready == null) {
            throw new AssertionError("not ready after " + FIRST + ": " + refusal + "\n" + started.output());
        }
        status = ready;
        return ready;
    }

    /** The status, if it is ready. */
    Optional<Status> ask() {
        return ready(command("status", "--json"));
    }

    private static Optional<Status> ready(Outcome outcome) {
        return outcome.exit() == 0 ? Optional.of(new Status(Json.parseObject(outcome.out()))) : Optional.empty();
    }

    /** What the program last said about itself when it became ready. */
    Status status() {
        Status ready = status;
        if (ready == null) {
            throw new IllegalStateException("it was never ready");
        }
        return ready;
    }

    boolean running() {
        Child started = child;
        return started != null && started.alive();
    }

    private Child started() {
        Child started = child;
        if (started == null) {
            throw new IllegalStateException("it was never started");
        }
        return started;
    }

    String output() {
        return started().output();
    }

    /** {@code lotus stop}; answers how long it took until the process was gone. */
    Duration stop() {
        started().expectEnd();
        long begin = System.nanoTime();
        Outcome outcome = command("stop");
        if (outcome.exit() != 0) {
            throw new AssertionError("lotus stop: " + outcome);
        }
        started().awaitEnd(STOP);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Ctrl-C on its terminal; answers the exit code. */
    int interrupt() {
        started().signal("INT");
        return started().awaitEnd(STOP);
    }

    /** Stands still, as if the machine gave it no time, until {@link #release}. */
    void hold() {
        started().signal("STOP");
    }

    void release() {
        started().signal("CONT");
    }

    /** {@code kill -9} of the Java process, nothing else. */
    void kill() {
        started().expectEnd();
        ProcessHandle.of(status().pid()).ifPresent(ProcessHandle::destroyForcibly);
        started().awaitEnd(STOP);
    }

    /** {@code kill -9} of whatever of it runs, ready or not. */
    void killAtOnce() {
        started().signal("KILL");
        started().awaitEnd(STOP);
    }

    /** Waits until it ended by itself; answers the exit code. */
    int awaitEnd(Duration limit) {
        return started().awaitEnd(limit);
    }

    /** Runs another command of the program on this home. */
    Outcome command(String... words) {
        List<String> line = line(words);
        try {
            Path errors = Files.createTempFile("lotus-command", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(line).directory(Tools.repository().toFile()).redirectError(errors.toFile());
            Tools.asBuilt(builder);
            Process process = builder.start();
            process.getOutputStream().close();
            process.onExit().orTimeout(ONE_COMMAND.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> process.destroyForcibly());
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            String err = Files.readString(errors);
            Files.delete(errors);
            return new Outcome(exit, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + line, e);
        }
    }

    /** Starts a command that asks something. */
    Dialog dialog(String... words) {
        return new Dialog(line(words));
    }

    private List<String> line(String... words) {
        List<String> line = new ArrayList<>(List.of(Tools.launcher().toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--home", home.directory().toString()));
        return line;
    }

    /** Processes that work on this home: named in their arguments, or standing in it. */
    List<ProcessHandle> processes() {
        String directory = home.directory().toString();
        return ProcessHandle.allProcesses().filter(process -> works(process, directory)).toList();
    }

    private static boolean works(ProcessHandle process, String directory) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1).contains(directory)
                    || Files.readSymbolicLink(proc.resolve("cwd")).toString().startsWith(directory);
        } catch (IOException e) {
            return false; // it ended meanwhile
        }
    }

    /** The process of the trial's Synapse. */
    ProcessHandle synapse() {
        List<ProcessHandle> others =
                processes().stream().filter(process -> process.pid() != status().pid()).toList();
        Stream<ProcessHandle> pythons = others.stream()
                .filter(process -> process.info().command().orElse("").contains("python"));
        return pythons.findFirst().orElseThrow(() -> new AssertionError("no Synapse among " + others));
    }

    @Override
    public void close() {
        Child started = child;
        if (started != null) {
            started.close();
        }
        processes().forEach(ProcessHandle::destroyForcibly);
    }
}

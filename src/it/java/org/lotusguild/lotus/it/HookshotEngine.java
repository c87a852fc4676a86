package org.lotusguild.lotus.it;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JavaScript engine that scripts are measured against: {@code bench/transforms/baseline.mjs} on quickjs-emscripten. */
final class HookshotEngine implements AutoCloseable {
    private static final long ANSWER_SECONDS = 120;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Child child;
    private final BufferedWriter asks;

    private HookshotEngine(Path repository, Path modules, Path samples) {
        child = Child.talking(
                "quickjs-emscripten",
                repository,
                List.of(
                        modules.resolve("node/bin/node").toString(),
                        repository.resolve("bench/transforms/baseline.mjs").toString(),
                        modules.toString(),
                        samples.toString()),
                answers::add);
        asks = child.writer();
    }

    static HookshotEngine start(Path samples) {
        Path repository = Tools.repository();
        return new HookshotEngine(repository, Toolbox.real().engineModules(repository), samples);
    }

    /** Runs these samples in turn for so long. */
    Spent run(List<String> names, Duration time) {
        String[] answer = ask(String.join(",", names) + " " + time.toMillis()).split(" ", -1);
        return new Spent(Long.parseLong(answer[0]), Long.parseLong(answer[1]), Long.parseLong(answer[2]));
    }

    /** The names of the samples whose results are not those that are on file; {@code same} if all are. */
    String check() {
        return ask("check");
    }

    private String ask(String line) {
        try {
            asks.write(line + "\n");
            asks.flush();
            String answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IllegalStateException("quickjs-emscripten does not answer:\n" + child.output());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(child.output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What calls took of the whole process. */
    record Spent(long calls, long cpuMicros, long wallMicros) {
        double cpuMicrosEach() {
            return (double) cpuMicros / calls;
        }

        double callsASecond() {
            return calls * 1e6 / wallMicros;
        }
    }

    @Override
    public void close() {
        child.expectEnd();
        child.close();
    }
}

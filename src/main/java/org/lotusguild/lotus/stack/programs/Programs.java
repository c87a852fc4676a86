package org.lotusguild.lotus.stack.programs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.tool.Tool;

/** Runs the programs whose files are there. */
public final class Programs {
    private static final int KEPT = 256 << 10;
    private static final int AT_ONCE = 2;
    /** A Python without Synapse. */
    private static final String NO_MODULE = "No module named";

    private final Installed installed;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    public Programs(Installed installed) {
        this.installed = installed;
    }

    /**
     * @return nothing of programs that are not installed, nor, if the targets are a copy, of those that judge paths
     * @throws IOException if there is no scratch folder
     */
    public List<ProgramRun> run(Facts facts) throws IOException {
        try (Scratch scratch = Scratch.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<ProgramRun>>> tasks = wanted(facts, scratch)
                    .<Callable<Optional<ProgramRun>>>map(wanted -> () -> inTurn(wanted))
                    .toList();
            List<ProgramRun> runs = new ArrayList<>();
            for (Future<Optional<ProgramRun>> run : threads.invokeAll(tasks)) {
                run.get().ifPresent(runs::add);
            }
            return runs;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("asked to stop", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a program could not be run", e.getCause());
        }
    }

    private Stream<Wanted> wanted(Facts facts, Scratch scratch) {
        boolean copy = facts.told().copy();
        Stream<Wanted> originals = copy
                ? Stream.of()
                : Stream.concat(
                        installed.python().stream().flatMap(program -> FileTrials.synapse(facts, program, scratch)),
                        found("nginx").flatMap(program -> NginxTrial.of(facts, program, scratch)));
        return Stream.of(
                        originals,
                        found("livekit-server").flatMap(program -> FileTrials.liveKit(facts, program)),
                        found("turnserver")
                                .flatMap(program -> facts.coturn().stream()
                                        .map(file -> TurnTrial.of(file, program, scratch.room()))),
                        found("fail2ban-regex").flatMap(program -> FileTrials.fail2ban(facts, program, scratch)),
                        installed.postgres().stream().flatMap(program -> FileTrials.postgres(facts, program, scratch)),
                        found("promtool").flatMap(program -> FileTrials.prometheus(facts, program)),
                        found("authelia").flatMap(program -> FileTrials.authelia(facts, program)))
                .flatMap(runs -> runs);
    }

    private Stream<String> found(String name) {
        return installed.find(name).stream();
    }

    private Optional<ProgramRun> inTurn(Wanted wanted) throws InterruptedException {
        turns.acquire();
        try {
            return run(wanted);
        } finally {
            turns.release();
        }
    }

    private static Optional<ProgramRun> run(Wanted wanted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Tool.Outcome outcome = new Tool(wanted.command(), Map.of(), wanted.limit()).run(in -> keep(in, out));
        boolean absent = outcome.exit() == Tool.NOT_STARTED
                || outcome.err().contains(NO_MODULE) && outcome.err().contains("synapse");
        boolean ended = outcome.exit() != Tool.TOO_LONG;
        String said = out.toString(StandardCharsets.UTF_8) + (ended ? outcome.err() : "");
        return absent
                ? Optional.empty()
                : Optional.of(new ProgramRun(
                        wanted.judge(),
                        wanted.file(),
                        wanted.shown(),
                        ended ? Optional.of(outcome.exit()) : Optional.empty(),
                        said.length() > KEPT ? said.substring(0, KEPT) : said));
    }

    /** Reads to the end, so that the program never waits; what came before it is ended is kept. */
    private static void keep(InputStream in, ByteArrayOutputStream kept) throws IOException {
        byte[] part = new byte[8 << 10];
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            kept.write(part, 0, Math.min(read, Math.max(0, KEPT - kept.size())));
        }
    }
}

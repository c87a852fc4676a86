package org.lotusguild.lotus.stack.trial.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.stack.trial.CommandRun;
import org.lotusguild.lotus.stack.trial.FolderLock;
import org.lotusguild.lotus.stack.trial.Progress;
import org.lotusguild.lotus.stack.trial.TrialException;

/** LiveKit as it is found, or built once by Go from its module into the user's cache. */
public final class LiveKitProgram {
    private static final String VERSION = "1.11.0";
    private static final String MODULE = "github.com/livekit/livekit-server/cmd/server@v" + VERSION;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(25);
    private static final int LINES = 15;

    private final SystemPrograms programs;
    private final Path cache;
    private final InstantSource clock;
    private final Pause pause;
    private final Progress progress;

    /** @param cache of the user, where it is built into */
    public LiveKitProgram(SystemPrograms programs, Path cache, InstantSource clock, Pause pause, Progress progress) {
        this.programs = programs;
        this.cache = cache;
        this.clock = clock;
        this.pause = pause;
        this.progress = progress;
    }

    /** @throws TrialException that says what to install, if it is not there and cannot be had */
    public Path file() {
        return programs.find("livekit-server").orElseGet(this::built);
    }

    private Path built() {
        Path program = cache.resolve("livekit-" + VERSION).resolve("livekit-server");
        if (Files.isExecutable(program)) {
            return program;
        }
        Optional<Path> go = programs.find("go");
        if (go.isEmpty()) {
            throw new TrialException(
                    "This needs the program livekit-server, which is not on this machine, and Go to build it is not either",
                    "Put livekit-server " + VERSION + " on the PATH, or install Go 1.25 or newer, then try again");
        }
        try {
            Files.createDirectories(cache);
            Path lock = cache.resolve("livekit.lock");
            try (FolderLock held = FolderLock.take(lock, LOCK_LIMIT, clock, pause, progress)) {
                if (!Files.isExecutable(program)) {
                    build(go.get(), program);
                }
                return program;
            }
        } catch (IOException e) {
            throw TrialException.ofFile(cache, e);
        }
    }

    private void build(Path go, Path program) throws IOException {
        progress.step("Building LiveKit " + VERSION + " with Go (once, several minutes)");
        Path fresh = Files.createTempDirectory(cache, "livekit-");
        List<String> command = List.of("env", "GOBIN=" + fresh, "CGO_ENABLED=0", go.toString(), "install", MODULE);
        CommandRun run = CommandRun.of(command, LIMIT, this::tell);
        if (!run.ok()) {
            throw new TrialException(
                    "Go could not build LiveKit:\n" + run.tail(LINES),
                    "Install Go 1.25 or newer and see that it has network, then try again; what was built is kept");
        }
        Files.createDirectories(program.getParent());
        Files.move(fresh.resolve("server"), program);
        Files.delete(fresh);
    }

    private void tell(String line) {
        if (line.startsWith("go: downloading ")) {
            progress.detail("fetching " + line.substring("go: downloading ".length()));
        }
    }
}

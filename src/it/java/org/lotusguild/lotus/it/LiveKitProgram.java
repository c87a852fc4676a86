package org.lotusguild.lotus.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.lotusguild.lotus.stack.trial.FolderLock;
import org.lotusguild.lotus.stack.trial.TrialException;

/** LiveKit, built once by Go from its module into the user's cache. */
final class LiveKitProgram {
    private static final String VERSION = "1.11.0";
    private static final String MODULE = "github.com/livekit/livekit-server/cmd/server@v" + VERSION;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(25);

    private final Path cache;
    private final Toolbox.World world;

    LiveKitProgram(Path cache, Toolbox.World world) {
        this.cache = cache;
        this.world = world;
    }

    Path file() throws IOException, InterruptedException {
        Path program = cache.resolve("livekit-" + VERSION).resolve("livekit-server");
        if (Files.isExecutable(program)) {
            return program;
        }
        Files.createDirectories(cache);
        Path lock = cache.resolve("livekit.lock");
        try (FolderLock held = FolderLock.take(lock, LOCK_LIMIT, world.clock(), world.pause(), world.progress())) {
            if (!Files.isExecutable(program)) {
                build(program);
            }
            return program;
        }
    }

    private void build(Path program) throws IOException {
        world.progress().step("Building LiveKit " + VERSION + " with Go (once, several minutes)");
        Path fresh = Files.createTempDirectory(cache, "livekit-");
        Ran ran;
        try {
            ran = Ran.of(fresh, LIMIT, List.of("env", "GOBIN=" + fresh, "CGO_ENABLED=0", "go", "install", MODULE));
        } catch (AssertionError e) {
            throw new TrialException(String.valueOf(e.getMessage()), "Run ./lotus test again; what was built is kept");
        }
        if (ran.code() != 0) {
            throw new TrialException(
                    "Go could not build LiveKit:\n"
                            + ran.output().substring(Math.max(0, ran.output().length() - 1500)),
                    "Install Go 1.25 or newer and see that it has network, then run ./lotus test again");
        }
        Files.createDirectories(program.getParent());
        Files.move(fresh.resolve("server"), program);
        Files.delete(fresh);
    }
}

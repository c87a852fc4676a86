package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;

/**
 * A private Python environment with the pinned Synapse, in the user's cache, shared by all homes and by the tests.
 *
 * <p>An environment cannot be moved once made. So each build gets a folder of its own, and the link {@code current}
 * points to the one that was finished: an interrupted build has no link and is cleared away by the next.
 */
public final class PythonEnvironment {
    /** The version of Synapse that this Lotus was made for. */
    public static final String SYNAPSE = "1.163.2";

    private static final String CURRENT = "current";
    private static final long ROOM_NEEDED = 400L << 20;
    private static final Duration VENV_LIMIT = Duration.ofMinutes(3);
    private static final Duration PIP_LIMIT = Duration.ofMinutes(15);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(20);
    private static final String PROBE = """
            import sys, importlib.util
            sys.exit(0 if all(importlib.util.find_spec(name) for name in sys.argv[1:]) else 1)""";

    private final Path folder;
    private final List<String> wanted;
    private final List<String> modules;
    private final PythonFinder finder;
    private final InstantSource clock;
    private final Pause pause;
    private final Progress progress;

    /** With what a trial needs: Synapse on SQLite. */
    public PythonEnvironment(Environment environment, InstantSource clock, Pause pause, Progress progress) {
        this(
                UserCache.of(environment).resolve("synapse-" + SYNAPSE),
                List.of("matrix-synapse==" + SYNAPSE),
                List.of("synapse"),
                new PythonFinder(environment),
                clock,
                pause,
                progress);
    }

    private PythonEnvironment(
            Path folder,
            List<String> wanted,
            List<String> modules,
            PythonFinder finder,
            InstantSource clock,
            Pause pause,
            Progress progress) {
        this.folder = folder;
        this.wanted = wanted;
        this.modules = modules;
        this.finder = finder;
        this.clock = clock;
        this.pause = pause;
        this.progress = progress;
    }

    /** With PostgreSQL, Redis, single sign-on and previews of links besides: for a server as {@code stack:} describes it. */
    public static PythonEnvironment whole(
            Environment environment, InstantSource clock, Pause pause, Progress progress) {
        return new PythonEnvironment(
                UserCache.of(environment).resolve("synapse-" + SYNAPSE + "-whole"),
                // The compiled driver: the other one needs a compiler and PostgreSQL's headers.
                List.of("matrix-synapse[redis,oidc,url-preview]==" + SYNAPSE, "psycopg2-binary"),
                List.of("synapse", "psycopg2", "txredisapi", "authlib", "bs4"),
                new PythonFinder(environment),
                clock,
                pause,
                progress);
    }

    /**
     * The interpreter of the environment, which is made if need be (a minute or so, with network).
     *
     * @throws TrialException if there is no Python, no network, no room on the disk, or somebody interrupts
     */
    public Path python() {
        HomeFiles.folder(folder);
        Path python = interpreter(CURRENT);
        if (usable(python)) {
            return python;
        }
        try (FolderLock lock = FolderLock.take(folder.resolve("lock"), LOCK_LIMIT, clock, pause, progress)) {
            if (!usable(python)) {
                build();
            }
            return python;
        }
    }

    private Path interpreter(String build) {
        return folder.resolve(build).resolve("bin").resolve("python");
    }

    /** The system's Python may have been upgraded or removed since: then the environment is an empty shell. */
    private boolean usable(Path python) {
        List<String> probe = new ArrayList<>(List.of(python.toString(), "-I", "-c", PROBE));
        probe.addAll(modules);
        return Files.isExecutable(python)
                && CommandRun.of(probe, PROBE_LIMIT, line -> {}).ok();
    }

    private void build() {
        needRoom();
        Path base = finder.find();
        clearBuilds();
        String name = "build-" + clock.instant().toEpochMilli();
        progress.step("Installing the homeserver, Synapse " + SYNAPSE + ", for all trials (once, about a minute)");
        run(List.of(base.toString(), "-I", "-m", "venv", folder.resolve(name).toString()), VENV_LIMIT, line -> {});
        Path constraints = folder.resolve("constraints.txt");
        HomeFiles.own(constraints, Template.plain("constraints.txt"));
        List<String> pip = new ArrayList<>(List.of(interpreter(name).toString(), "-I", "-m", "pip", "install"));
        pip.addAll(List.of("--no-input", "--disable-pip-version-check", "--no-color", "--progress-bar", "off"));
        pip.addAll(List.of("--retries", "2", "--constraint", constraints.toString()));
        pip.addAll(wanted);
        run(pip, PIP_LIMIT, this::tell);
        HomeFiles.link(folder.resolve(CURRENT), Path.of(name));
    }

    private void tell(String line) {
        if (line.startsWith("Collecting ")) {
            progress.detail("fetching " + line.substring("Collecting ".length()).split("[<>=!;\\[( ]", 2)[0]);
        } else if (line.startsWith("Installing collected packages")) {
            progress.detail("unpacking");
        }
    }

    private void run(List<String> command, Duration limit, Consumer<String> eachLine) {
        CommandRun run = CommandRun.of(command, limit, eachLine);
        Path log = folder.resolve("install.log");
        if (!run.ok()) {
            HomeFiles.own(log, run.tail(Integer.MAX_VALUE) + "\n");
            throw PipTrouble.of(run, log);
        }
    }

    private void needRoom() {
        try {
            long room = Files.getFileStore(folder).getUsableSpace();
            if (room < ROOM_NEEDED) {
                throw new TrialException(
                        "The disk of " + folder + " has " + (room >> 20) + " MB left; Synapse needs "
                                + (ROOM_NEEDED >> 20) + " MB",
                        TrialException.DISK_REMEDY);
            }
        } catch (IOException e) {
            throw TrialException.ofFile(folder, e);
        }
    }

    private void clearBuilds() {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path build : all.filter(p -> p.getFileName().toString().startsWith("build-"))
                    .toList()) {
                HomeFiles.clear(build);
            }
        } catch (IOException e) {
            throw TrialException.ofFile(folder, e);
        }
    }
}

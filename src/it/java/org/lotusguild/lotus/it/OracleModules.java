package org.lotusguild.lotus.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.trial.FolderLock;
import org.lotusguild.lotus.stack.trial.TrialException;

/**
 * Programs of others and the Node they run on, from their packages, in the user's cache: one folder for each state of a lock
 * file. The independent Matrix client is the first of them. Built beside its place and moved there when whole.
 */
final class OracleModules {
    private static final Duration NPM_LIMIT = Duration.ofMinutes(10);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(15);
    private static final String NODE_VERSION = "v22.";
    private static final String AGAIN = "then run ./lotus test again";

    private final Path wanted;
    private final Path cache;
    private final Toolbox.World world;

    /** @param wanted the folder with {@code package.json} and {@code package-lock.json} */
    OracleModules(Path wanted, Path cache, Toolbox.World world) {
        this.wanted = wanted;
        this.cache = cache;
        this.world = world;
    }

    /** The folder {@code node_modules}, filled if need be. */
    Path folder() throws IOException, InterruptedException {
        Path place = cache.resolve("oracle-" + lockSum());
        Path modules = place.resolve("node_modules");
        if (Files.isDirectory(modules)) {
            return modules;
        }
        Files.createDirectories(cache);
        Path lock = cache.resolve("oracle.lock");
        try (FolderLock held = FolderLock.take(lock, LOCK_LIMIT, world.clock(), world.pause(), world.progress())) {
            if (!Files.isDirectory(modules)) {
                install(place);
            }
            return modules;
        }
    }

    private void install(Path place) throws IOException, InterruptedException {
        world.progress().step("Installing what the tests need from npm (once, about a minute)");
        Path fresh = place.resolveSibling(place.getFileName() + ".new");
        clear(fresh);
        Files.createDirectories(fresh);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(wanted.resolve(file), fresh.resolve(file));
        }
        npm(fresh, "ci", "--no-audit", "--no-fund");
        if (!rightNode(fresh)) {
            npm(fresh, "rebuild", "node"); // npm may have been told to run no install scripts; this runs Node's
        }
        if (!rightNode(fresh)) {
            throw new TrialException(
                    "The Node of the tests does not run as " + NODE_VERSION + "x", "See " + log(fresh) + ", " + AGAIN);
        }
        Files.move(fresh, place);
    }

    private static void npm(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("npm"), Stream.of(arguments)).toList();
        Process npm;
        try {
            npm = started(folder, command);
        } catch (IOException e) {
            throw new TrialException(
                    "npm is not on the PATH; the tests fetch programs of others with it",
                    "Install Node.js with npm (Debian, Ubuntu: apt install npm), " + AGAIN);
        }
        if (ended(npm, NPM_LIMIT) != 0) {
            String said = Files.readString(log(folder));
            throw new TrialException(
                    "`" + String.join(" ", command) + "` failed:\n" + said.substring(Math.max(0, said.length() - 1500)),
                    "Without network the first run of the tests cannot do; " + AGAIN);
        }
    }

    private static boolean rightNode(Path folder) throws IOException, InterruptedException {
        Path node = folder.resolve("node_modules/node/bin/node");
        if (!Files.isExecutable(node)) {
            return false;
        }
        Process probe = started(folder, List.of(node.toString(), "--version"));
        return ended(probe, PROBE_LIMIT) == 0 && Files.readString(log(folder)).startsWith(NODE_VERSION);
    }

    private static Process started(Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(folder).toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    private static int ended(Process process, Duration limit) throws InterruptedException {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("install.log");
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private String lockSum() throws IOException {
        try {
            byte[] lock = Files.readAllBytes(wanted.resolve("package-lock.json"));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lock), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

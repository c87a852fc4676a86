package org.lotusguild.lotus.stack.trial;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.Environment;

/** Finds a Python that can make the private environment: 3.10 or newer, with {@code venv} and {@code ensurepip}. */
final class PythonFinder {
    private static final int MAJOR = 3;
    private static final int OLDEST_MINOR = 10;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> NAMES =
            List.of("python3", "python3.13", "python3.12", "python3.11", "python3.10", "python3.14", "python");
    private static final String PROBE =
            "import sys; print('%d.%d' % sys.version_info[:2], flush=True); import venv, ensurepip";
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");
    private static final String INSTALL =
            "Install it (Debian, Ubuntu: apt install python3 python3-venv; Fedora: dnf install python3; macOS: brew"
                    + " install python), or set LOTUS_PYTHON to one";

    private final Environment environment;

    PythonFinder(Environment environment) {
        this.environment = environment;
    }

    /** What a command turned out to be. */
    private sealed interface Probe {
        record Fits(Path python) implements Probe {}

        record TooOld(String version) implements Probe {}

        record WithoutVenv(String version) implements Probe {}

        record NoPython() implements Probe {}
    }

    /** @throws TrialException if there is none; its message says what came nearest */
    Path find() {
        Optional<String> wish = environment.variable("LOTUS_PYTHON").filter(name -> !name.isBlank());
        return wish.isPresent() ? wished(wish.get()) : best(candidates());
    }

    private Path wished(String wish) {
        Path python =
                wish.contains(File.separator) ? Path.of(wish) : onPath(wish).orElse(Path.of(wish));
        return switch (probe(python)) {
            case Probe.Fits fits -> fits.python();
            case Probe.TooOld(String version) -> throw unfit("LOTUS_PYTHON=" + wish + " is Python " + version);
            case Probe.WithoutVenv(String version) -> throw withoutVenv(version);
            case Probe.NoPython() -> throw unfit("LOTUS_PYTHON=" + wish + " is no Python that runs");
        };
    }

    private static Path best(List<Path> candidates) {
        List<String> old = new ArrayList<>();
        List<String> bare = new ArrayList<>();
        for (Path candidate : candidates) {
            switch (probe(candidate)) {
                case Probe.Fits fits -> {
                    return fits.python();
                }
                case Probe.TooOld(String version) -> old.add(version);
                case Probe.WithoutVenv(String version) -> bare.add(version);
                case Probe.NoPython() -> {} // a shim without a Python behind it
            }
        }
        if (!bare.isEmpty()) {
            throw withoutVenv(bare.getFirst());
        }
        throw unfit(old.isEmpty() ? "There is no Python on the PATH" : "The newest Python found is " + old.getFirst());
    }

    private static TrialException unfit(String found) {
        return new TrialException(found + "; the trial homeserver needs Python 3.10 or newer", INSTALL);
    }

    private static TrialException withoutVenv(String version) {
        return new TrialException(
                "Python " + version + " is here, but without its venv module",
                "Install it (Debian, Ubuntu: apt install python3-venv), then run `lotus up` again");
    }

    private List<Path> candidates() {
        return NAMES.stream().flatMap(name -> onPath(name).stream()).toList();
    }

    private Optional<Path> onPath(String name) {
        return List.of(environment.variable("PATH").orElse("").split(File.pathSeparator)).stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Probe probe(Path python) {
        CommandRun run = CommandRun.of(List.of(python.toString(), "-I", "-c", PROBE), LIMIT, line -> {});
        Matcher version = VERSION.matcher(
                run.lines().isEmpty() ? "" : run.lines().getFirst().strip());
        if (!version.matches()) {
            return new Probe.NoPython();
        }
        int major = Integer.parseInt(version.group(1));
        if (major < MAJOR || (major == MAJOR && Integer.parseInt(version.group(2)) < OLDEST_MINOR)) {
            return new Probe.TooOld(version.group());
        }
        return run.ok() ? new Probe.Fits(python) : new Probe.WithoutVenv(version.group());
    }
}

package org.lotusguild.lotus.it;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.trial.TrialException;

/**
 * The servers around Lotus, from the packages of the system (Debian, Ubuntu). One that is missing is installed where we are root;
 * none is ever started as a service by us.
 */
final class ServerPackages {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path POSTGRES = Path.of("/usr/lib/postgresql");

    /** A program and the package that brings it. */
    private record Wanted(String program, String from) {}

    private static final List<Wanted> ALL = List.of(
            new Wanted("nginx", "nginx"),
            new Wanted("turnserver", "coturn"),
            new Wanted("turnutils_uclient", "coturn"),
            new Wanted("turnutils_stunclient", "coturn"),
            new Wanted("fail2ban-regex", "fail2ban"),
            new Wanted("redis-server", "redis-server"),
            new Wanted("promtool", "prometheus"),
            new Wanted("openssl", "openssl"));

    private ServerPackages() {}

    /** @throws TrialException with what to install, if it is not there and cannot be had */
    static Path program(String name) {
        Wanted wanted = ALL.stream().filter(w -> w.program().equals(name)).findFirst().orElseThrow();
        return found(name).or(() -> {
                    install(wanted.from());
                    return found(name);
                })
                .orElseThrow(() -> missing(wanted.from()));
    }

    /** A program of the newest PostgreSQL of the system. */
    static Path postgres(String name) {
        return newest(name).or(() -> {
                    install("postgresql");
                    return newest(name);
                })
                .orElseThrow(() -> missing("postgresql"));
    }

    /** Installs whatever is missing. */
    static void all() {
        ALL.forEach(wanted -> program(wanted.program()));
        postgres("postgres");
        postgres("psql");
    }

    private static Optional<Path> found(String name) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> newest(String name) {
        if (!Files.isDirectory(POSTGRES)) {
            return Optional.empty();
        }
        TreeMap<Integer, Path> versions = new TreeMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(POSTGRES, "[0-9]*")) {
            folders.forEach(folder -> versions.put(Integer.parseInt(folder.getFileName().toString()), folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.descendingMap().values().stream()
                .map(folder -> folder.resolve("bin").resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void install(String name) {
        if (!"root".equals(System.getProperty("user.name")) || found("apt-get").isEmpty()) {
            throw missing(name);
        }
        System.out.println("lotus: Installing the package " + name + " for the tests");
        Ran ran = Ran.of(
                Path.of("/"),
                LIMIT,
                List.of(
                        "env",
                        "DEBIAN_FRONTEND=noninteractive",
                        "apt-get",
                        "-y",
                        "-o",
                        "DPkg::Lock::Timeout=300",
                        "--no-install-recommends",
                        "install",
                        name));
        if (ran.code() != 0) {
            throw new TrialException(
                    "apt-get could not install " + name + ":\n"
                            + ran.output().substring(Math.max(0, ran.output().length() - 1500)),
                    "Run apt-get update and apt-get install " + name + ", then run ./lotus test again");
        }
    }

    private static TrialException missing(String name) {
        return new TrialException(
                "The tests need the package " + name + " of Debian or Ubuntu, and it is not installed",
                "Run apt-get install " + name + " as root, then run ./lotus test again");
    }
}

package org.lotusguild.lotus.stack.trial.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.stack.programs.Installed;
import org.lotusguild.lotus.stack.trial.CommandRun;
import org.lotusguild.lotus.stack.trial.Progress;
import org.lotusguild.lotus.stack.trial.TrialException;

/**
 * Servers from the packages of the system. One that is missing is installed where that starts nothing and will start nothing: by
 * root, on a system that no systemd runs and whose {@code policy-rc.d} forbids packages to start services (a container); elsewhere a
 * sentence says what to install.
 */
public final class SystemPrograms {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    /** Asked by packages of Debian before they start what they bring, see invoke-rc.d(8). Without it they may. */
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");

    private static final int FORBIDDEN = 101;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int LINES = 15;

    private final Installed installed;
    private final boolean mayInstall;
    private final Progress progress;

    SystemPrograms(Installed installed, boolean mayInstall, Progress progress) {
        this.installed = installed;
        this.mayInstall = mayInstall;
        this.progress = progress;
    }

    public static SystemPrograms here(Installed installed, Progress progress) {
        boolean may = Unprivileged.root() && startsNothing(SYSTEMD, POLICY);
        return new SystemPrograms(installed, may, progress);
    }

    /** Neither now nor when the machine starts the next time: no matter which init it has, or whether this is a chroot. */
    static boolean startsNothing(Path systemd, Path policy) {
        return !Files.exists(systemd)
                && Files.isExecutable(policy)
                && CommandRun.of(List.of(policy.toString(), "nginx", "start"), ANSWER, line -> {})
                                .exitCode()
                        == FORBIDDEN;
    }

    /**
     * @param from the package that brings it, by its name in Debian
     * @throws TrialException that says what to install, if it is not there and cannot be had
     */
    public Path program(String name, String from) {
        return found(name, from, () -> installed.find(name));
    }

    /** PostgreSQL's own program, the newest; those that belong to it lie beside it. */
    public Path postgres() {
        Path postgres = found("postgres", "postgresql", installed::postgres);
        try {
            return postgres.toRealPath();
        } catch (IOException e) {
            throw TrialException.ofFile(postgres, e);
        }
    }

    Optional<Path> find(String name) {
        return installed.find(name).map(Path::of);
    }

    private interface Search {
        Optional<String> look();
    }

    private Path found(String name, String from, Search search) {
        return search.look()
                .or(() -> {
                    install(name, from);
                    return search.look();
                })
                .map(Path::of)
                .orElseThrow(() -> missing(name, from));
    }

    private void install(String name, String from) {
        Optional<String> apt = installed.find("apt-get");
        if (!mayInstall || apt.isEmpty()) {
            throw missing(name, from);
        }
        progress.step("Installing the package " + from);
        CommandRun run = CommandRun.of(
                List.of(
                        "env",
                        "DEBIAN_FRONTEND=noninteractive",
                        apt.get(),
                        "-y",
                        "-o",
                        "DPkg::Lock::Timeout=300",
                        "--no-install-recommends",
                        "install",
                        from),
                LIMIT,
                line -> {});
        if (!run.ok()) {
            throw new TrialException(
                    "The package " + from + " could not be installed:\n" + run.tail(LINES),
                    "Run apt-get update and apt-get install " + from + ", then try again");
        }
    }

    private static TrialException missing(String name, String from) {
        return new TrialException(
                "This needs the program " + name + ", which is not on this machine",
                "Install it (Debian, Ubuntu: apt install " + from + "; Fedora: dnf install "
                        + (from.equals("postgresql") ? "postgresql-server postgresql-contrib" : from)
                        + "), then try again; its service need not run");
    }
}

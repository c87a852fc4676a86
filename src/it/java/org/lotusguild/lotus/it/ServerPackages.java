package org.lotusguild.lotus.it;

import java.nio.file.Path;
import java.util.List;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.stack.programs.Installed;
import org.lotusguild.lotus.stack.trial.TrialException;
import org.lotusguild.lotus.stack.trial.servers.SystemPrograms;

/**
 * The servers around Lotus, from the packages of the system (Debian, Ubuntu), found and installed as a trial does it; none is ever
 * started as a service by us.
 */
final class ServerPackages {
    static final SystemPrograms PROGRAMS =
            SystemPrograms.here(Installed.here(Environment.ofProcess()), new Toolbox.Lines());

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
        return PROGRAMS.program(name, wanted.from());
    }

    /** A program of the newest PostgreSQL of the system. */
    static Path postgres(String name) {
        return PROGRAMS.postgres().resolveSibling(name);
    }

    /** Installs whatever is missing. */
    static void all() {
        ALL.forEach(wanted -> program(wanted.program()));
        postgres("postgres");
        postgres("psql");
    }
}

package org.lotusguild.lotus.stack.apply;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the services must do when their files have changed. */
final class Effects {
    /** They take new files while they serve. One that does not run, as fail2ban after a bad jail, starts. */
    private static final Set<String> RELOADED = Set.of("nginx.service", "prometheus.service", "fail2ban.service");

    /** Who is asked by others starts before them; nginx, which asks all of these, comes with the rest. */
    private static final List<String> FIRST = List.of(
            "systemd-sysctl.service",
            "postgresql",
            "redis-server.service",
            "lldap.service",
            "authelia.service",
            "matrix-synapse",
            "livekit-server.service",
            "coturn.service",
            "lotus.service");

    private static final String UNITS = "/etc/systemd/system/";
    private static final String SYNAPSE = "matrix-synapse";
    private static final String WORKERS_FILE = "/etc/matrix-synapse/conf.d/lotus-workers.yaml";

    /**
     * One thing to do.
     *
     * @param command its words
     * @param interrupts whether somebody notices: then it is done only when it is asked for
     * @param why for people
     */
    record Effect(List<String> command, boolean interrupts, String why) {
        String words() {
            return String.join(" ", command);
        }

        /** Whom it is about, where it interrupts. */
        String unit() {
            return command.getLast();
        }
    }

    private Effects() {}

    /** In the order in which they are to be done. */
    static List<Effect> of(Collection<Wanted> changed) {
        List<Effect> effects = new ArrayList<>();
        Set<String> units = new TreeSet<>();
        changed.forEach(file -> file.entry().unit().ifPresent(units::add));
        if (changed.stream().anyMatch(file -> file.path().startsWith(UNITS))) {
            effects.add(new Effect(List.of("systemctl", "daemon-reload"), false, "units changed"));
        }
        List<Effect> runs = new ArrayList<>();
        if (changed.stream().anyMatch(file -> file.path().equals(WORKERS_FILE))) {
            units.removeIf(unit -> unit.startsWith(SYNAPSE));
            effects.add(new Effect(
                    List.of("systemctl", "stop", SYNAPSE), true, "all of it must stop before any of it starts"));
            runs.add(new Effect(List.of("systemctl", "start", SYNAPSE), true, "its list of workers changed"));
        }
        if (units.contains(SYNAPSE + ".service")) {
            // The workers are part of it and restart with it.
            units.removeIf(unit -> unit.startsWith(SYNAPSE + "-worker@"));
        }
        changed.stream()
                .filter(Effects::beginsWithTheMachine)
                .map(file -> file.entry().unit().orElseThrow())
                .sorted()
                .forEach(unit -> effects.add(
                        new Effect(List.of("systemctl", "enable", unit), false, "it is to begin with the machine")));
        units.forEach(unit -> runs.add(of(unit)));
        runs.sort(Comparator.comparing((Effect run) -> rank(run.unit())).thenComparing(Effect::unit));
        effects.addAll(runs);
        return effects;
    }

    private static int rank(String unit) {
        int rank = 0;
        while (rank < FIRST.size() && !unit.startsWith(FIRST.get(rank))) {
            rank++;
        }
        return rank;
    }

    /** A service whose unit is ours: those of packages were switched on with them, and timers are told of by themselves. */
    private static boolean beginsWithTheMachine(Wanted file) {
        return file.path().equals(UNITS + file.entry().unit().orElse(""))
                && file.path().endsWith(".service")
                && file.text().contains("\n[Install]\n");
    }

    /** The places of those files of which alone the effect would come, too. */
    static List<String> causes(Effect effect, Collection<Wanted> changed) {
        return changed.stream()
                .filter(file -> of(List.of(file)).contains(effect))
                .map(Wanted::path)
                .toList();
    }

    private static Effect of(String unit) {
        if (RELOADED.contains(unit)) {
            return new Effect(List.of("systemctl", "reload-or-restart", unit), false, "its files changed");
        }
        if (unit.endsWith(".timer")) {
            return new Effect(List.of("systemctl", "enable", "--now", unit), false, "it is to run by the clock");
        }
        if (unit.equals("systemd-sysctl.service")) {
            return new Effect(List.of("systemctl", "restart", unit), false, "settings of the kernel changed");
        }
        return new Effect(List.of("systemctl", "restart", unit), true, "its files changed");
    }
}

package org.lotusguild.lotus.stack.upgrade;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What there is to upgrade.
 *
 * @param known the month of what Lotus knows
 * @param engines those that are installed, in the order of work
 */
public record Advice(String known, List<Engine> engines) {

    public Advice {
        engines = List.copyOf(engines);
    }

    /**
     * @param next the version to go to; the installed one where there is nothing newer
     * @param security what was mended in between
     * @param notes that concern this configuration
     * @param end when the installed series gets no more fixes
     */
    public record Engine(
            String title,
            String installed,
            String next,
            List<String> security,
            List<String> notes,
            Optional<String> end,
            boolean ended,
            String after) {
        public Engine {
            security = List.copyOf(security);
            notes = List.copyOf(notes);
        }

        public boolean behind() {
            return !installed.equals(next);
        }
    }

    /** Whether a security release is missing, or a series has ended. */
    public boolean urgent() {
        return engines.stream().anyMatch(engine -> !engine.security().isEmpty() || engine.ended());
    }

    /** What to do, one after the other; empty if there is nothing. */
    public List<String> work() {
        List<Engine> behind = engines.stream().filter(Engine::behind).toList();
        if (behind.isEmpty()) {
            return List.of();
        }
        List<String> steps = new ArrayList<>(List.of("lotus backup run && lotus backup verify"));
        behind.forEach(engine ->
                steps.add(engine.title() + " " + engine.installed() + " → " + engine.next() + ": " + engine.after()));
        steps.add("lotus doctor");
        return steps;
    }

    static Advice of(KnownEngines known, Installed installed, Conditions configuration, LocalDate today) {
        List<Engine> engines = new ArrayList<>();
        for (KnownEngines.Engine engine : known.engines()) {
            String version = installed.versions().get(engine.name());
            if (version != null) {
                engines.add(of(engine, new EngineVersion(version), configuration, today));
            }
        }
        return new Advice(known.known(), engines);
    }

    /** @param synapse the configuration of Synapse, if it is at hand */
    public static Advice of(Installed installed, Conditions synapse, LocalDate today) {
        return of(KnownEngines.shipped(), installed, synapse, today);
    }

    private static Engine of(
            KnownEngines.Engine engine, EngineVersion installed, Conditions configuration, LocalDate today) {
        EngineVersion target = engine.target(installed);
        EngineVersion next = installed.before(target) ? target : installed;
        List<String> security = engine.security().stream()
                .filter(release -> between(installed, release.version(), next))
                .map(release -> release.version() + ": " + release.text())
                .toList();
        List<String> notes = engine.notes().stream()
                .filter(note -> between(installed, note.since(), next))
                .filter(note -> note.when().stream().allMatch(configuration::holds))
                .map(note -> "since " + note.since() + ": " + note.text())
                .toList();
        Optional<String> end = Optional.ofNullable(engine.ends().get(installed.major()));
        boolean ended =
                end.map(LocalDate::parse).filter(day -> !today.isBefore(day)).isPresent();
        return new Engine(engine.title(), installed.text(), next.text(), security, notes, end, ended, engine.after());
    }

    private static boolean between(EngineVersion installed, String version, EngineVersion next) {
        EngineVersion at = new EngineVersion(version);
        return installed.before(at) && !next.before(at);
    }
}

package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lotusguild.lotus.stack.tool.Tool;

/** Tells the services what changed, and a person what comes of an apply, as it goes. */
final class Telling {
    private final Services services;
    private final Applied applied;
    private final HostTree tree;
    private final Disk disk;
    private final Set<String> restartable;
    private final List<String> done = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private boolean failed;

    /** @param restartable the places of the files whose services may be restarted */
    Telling(Services services, Applied applied, HostTree tree, Disk disk, Set<String> restartable) {
        this.services = services;
        this.applied = applied;
        this.tree = tree;
        this.disk = disk;
        this.restartable = Set.copyOf(restartable);
    }

    /** What became of a thing that a service is to do. */
    private enum Told {
        /** It did it, or nobody will ever know. */
        HEARD,
        /** The next apply tells it again. */
        FAILED,
        /** Nobody allowed it yet. */
        WAITS
    }

    void done(String sentence) {
        done.add(sentence);
    }

    void open(String sentence) {
        open.add(sentence);
    }

    Apply.Report report() {
        return new Apply.Report(done, open, failed);
    }

    /**
     * The files are in their places: whatever goes wrong from here on is left to the next apply.
     *
     * @param files all that are wanted
     * @param fresh the places of those that were written now
     * @param unheard of what services have not heard, from before
     */
    void tell(List<Wanted> files, List<String> fresh, Unheard unheard) {
        try {
            Set<String> written = new HashSet<>(unheard.files());
            written.addAll(applied.settle(tree));
            List<Wanted> changed =
                    files.stream().filter(file -> written.contains(file.path())).toList();
            Set<String> untold = new HashSet<>(fresh);
            untold.addAll(unheard.written());
            services(changed, untold, unheard.waiting());
        } catch (IOException e) {
            failed = true;
            open.add("lotus apply once more   (what was done could not be noted: " + e.getMessage() + ")");
        }
    }

    private void services(List<Wanted> changed, Set<String> untold, Map<String, Applied.Waiting> before)
            throws IOException {
        List<String> owed = new ArrayList<>();
        Map<String, Applied.Waiting> waiting = new TreeMap<>();
        for (Effects.Effect effect : Effects.of(changed)) {
            List<String> causes = Effects.causes(effect, changed);
            switch (told(effect, causes)) {
                case HEARD -> {}
                case FAILED -> owed.addAll(causes);
                case WAITS -> {
                    Optional<String> told = Optional.ofNullable(before.get(effect.unit()))
                            .filter(unit -> Collections.disjoint(causes, untold))
                            .map(Applied.Waiting::run);
                    told.or(() -> present(effect.unit()))
                            .ifPresentOrElse(
                                    run -> waiting.put(effect.unit(), new Applied.Waiting(run, causes)),
                                    () -> owed.addAll(causes));
                }
            }
        }
        if (services.absent().isEmpty()) {
            changed.stream()
                    .filter(file -> file.path().startsWith("/etc/sysctl.d/"))
                    .forEach(file -> open.addAll(Kernel.notTaken(file.text(), tree)));
        }
        applied.keep(waiting);
        applied.end(owed);
    }

    private Optional<String> present(String unit) {
        return services.run().apply(unit).map(Services.Run::id);
    }

    private Told told(Effects.Effect effect, List<String> causes) throws IOException {
        boolean absent = services.absent().isPresent();
        if (absent || effect.interrupts() && Collections.disjoint(causes, restartable)) {
            open.add(effect.words() + "   (" + effect.why() + ")");
            return absent ? Told.HEARD : Told.WAITS;
        }
        disk.step();
        Tool.Outcome outcome = services.command().apply(effect.command());
        if (outcome.ok()) {
            done.add(effect.words());
            return Told.HEARD;
        }
        failed = true;
        open.add(effect.words() + "   (failed: " + outcome.words() + ")");
        return Told.FAILED;
    }
}

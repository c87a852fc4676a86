package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lotusguild.lotus.stack.tool.Tool;

/** Tells the services what changed, and a person what comes of an apply, as it goes. */
final class Telling {
    private final Services services;
    private final Applied applied;
    private final HostTree tree;
    private final Disk disk;
    private final boolean restart;
    private final List<String> done = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private boolean failed;

    /** @param restart whether services may be restarted */
    Telling(Services services, Applied applied, HostTree tree, Disk disk, boolean restart) {
        this.services = services;
        this.applied = applied;
        this.tree = tree;
        this.disk = disk;
        this.restart = restart;
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
     * @param unheard of which of them services have not heard, from before
     */
    void tell(List<Wanted> files, List<String> unheard) {
        try {
            Set<String> written = new HashSet<>(unheard);
            written.addAll(applied.settle(tree));
            List<Wanted> changed =
                    files.stream().filter(file -> written.contains(file.path())).toList();
            services(changed);
        } catch (IOException e) {
            failed = true;
            open.add("lotus apply once more   (what was done could not be noted: " + e.getMessage() + ")");
        }
    }

    private void services(List<Wanted> changed) throws IOException {
        List<String> owed = new ArrayList<>();
        Map<String, Applied.Waiting> waiting = new TreeMap<>();
        for (Effects.Effect effect : Effects.of(changed)) {
            List<String> causes = Effects.causes(effect, changed);
            switch (told(effect)) {
                case HEARD -> {}
                case FAILED -> owed.addAll(causes);
                case WAITS ->
                    waiting.put(
                            effect.unit(), new Applied.Waiting(services.run().apply(effect.unit()), causes));
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

    private Told told(Effects.Effect effect) throws IOException {
        boolean absent = services.absent().isPresent();
        if (absent || effect.interrupts() && !restart) {
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

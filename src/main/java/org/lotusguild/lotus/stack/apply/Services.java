package org.lotusguild.lotus.stack.apply;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * The services of a host.
 *
 * @param absent why they cannot be spoken to; empty if they can
 * @param command runs a command of {@code systemctl}
 * @param run of a unit; empty if systemd does not say
 */
record Services(
        Optional<String> absent, Function<List<String>, Tool.Outcome> command, Function<String, Optional<Run>> run) {
    /** Made by systemd when it is the first process, see sd_booted(3). */
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    /** Synapse with workers takes its time. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * A run of a unit.
     *
     * @param id another one after each start, see {@code InvocationID} in systemd.exec(5); empty if it never ran
     * @param active whether it came to its work: one that fails has runs, too
     */
    record Run(String id, boolean active) {
        private static final String ID = "InvocationID=";

        /** @param shown both properties, in any order, by {@code systemctl show} */
        static Optional<Run> of(Tool.Outcome shown) {
            List<String> lines = shown.out().lines().toList();
            return lines.stream()
                    .filter(line -> shown.ok() && line.startsWith(ID))
                    .findFirst()
                    .map(line -> new Run(line.substring(ID.length()), lines.contains("ActiveState=active")));
        }
    }

    static Services of(HostTree tree) {
        Optional<String> absent = Optional.empty();
        if (!tree.real()) {
            absent = Optional.of("a tree of files has no services");
        } else if (!Files.isDirectory(SYSTEMD)) {
            absent = Optional.of("systemd does not run on this machine");
        }
        return new Services(
                absent,
                words -> Tool.of(words.toArray(String[]::new)).within(PATIENCE).run(),
                unit -> Run.of(Tool.of("systemctl", "show", "--property=InvocationID,ActiveState", unit)
                        .run()));
    }
}

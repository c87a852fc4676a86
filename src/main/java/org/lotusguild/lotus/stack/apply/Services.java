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
 * @param run of a unit: a name that is another one after each start of it, see {@code InvocationID} in systemd.exec(5); empty if it
 *     never ran
 */
record Services(Optional<String> absent, Function<List<String>, Tool.Outcome> command, Function<String, String> run) {
    /** Made by systemd when it is the first process, see sd_booted(3). */
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    /** Synapse with workers takes its time. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

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
                unit -> Tool.of("systemctl", "show", "--property=InvocationID", "--value", unit)
                        .run()
                        .out()
                        .strip());
    }
}

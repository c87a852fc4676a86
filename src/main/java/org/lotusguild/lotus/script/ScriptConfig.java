package org.lotusguild.lotus.script;

import java.time.Duration;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code transforms}.
 *
 * @param enabled whether scripts run at all
 * @param cpu processor time of one run; a millisecond is added for each KiB that the script is given
 * @param memory what one run may fill; two of them must fit into the heap beside everything else
 * @param disableAfter so many runs within an hour that ran out of time or memory switch a script off
 * @param tuned whether Java translates the engine with all its might; the launcher reads it too, see {@code docs/transforms.md}
 */
public record ScriptConfig(
        @Default("true") boolean enabled,
        @Default("500ms") Duration cpu,
        @Default("32MiB") ByteSize memory,
        @Default("5") int disableAfter,
        @Default("false") boolean tuned) {

    public ScriptConfig {
        if (cpu.toMillis() < 10 || cpu.toMillis() > 2000) {
            throw new IllegalArgumentException("cpu: must be 10ms to 2s");
        }
        if (memory.bytes() < 4 << 20 || memory.bytes() > 64 << 20) {
            throw new IllegalArgumentException("memory: must be 4MiB to 64MiB");
        }
        if (disableAfter < 1 || disableAfter > 100) {
            throw new IllegalArgumentException("disable-after: must be 1 to 100");
        }
    }

    /** What holds where the file says nothing. */
    public static ScriptConfig standard() {
        return new ScriptConfig(true, Duration.ofMillis(500), new ByteSize(32 << 20), 5, false);
    }
}

package org.lotusguild.lotus.webhooks.hookshot;

import java.util.List;
import java.util.Optional;

/**
 * What an import did, or would do. Holds no id.
 *
 * @param settings of hookshot, in words
 */
public record Report(boolean dryRun, List<Line> hooks, List<String> settings) {
    public Report {
        hooks = List.copyOf(hooks);
        settings = List.copyOf(settings);
    }

    /**
     * One hook.
     *
     * @param name as it is called here
     * @param why something of it was left out or is off
     */
    public record Line(String name, String room, State state, Script script, Optional<String> why) {}

    /** What became of a hook. */
    public enum State {
        NEW,
        THERE,
        SKIPPED
    }

    /** What became of its script. */
    public enum Script {
        NONE,
        OK,
        /** Hookshot did not run it either. */
        OFF,
        /** It is kept and switched off. */
        FAILED
    }
}

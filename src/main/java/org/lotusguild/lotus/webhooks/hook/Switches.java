package org.lotusguild.lotus.webhooks.hook;

import java.util.Optional;

/**
 * What was switched off of a hook.
 *
 * @param transform whether its script runs
 * @param problem why something is off, in words
 * @param warned whether its end was announced
 * @param script SHA-256 of the script that is off, as far as it was noted
 */
public record Switches(
        boolean enabled, boolean transform, Optional<String> problem, boolean warned, Optional<String> script) {
    static final Switches ON = new Switches(true, true, Optional.empty(), false, Optional.empty());

    Switches off(String why) {
        return new Switches(false, transform, Optional.of(why), warned, script);
    }

    Switches scriptOff(String why, Optional<String> digest) {
        return new Switches(enabled, false, Optional.of(why), warned, digest);
    }

    /** @param scriptToo whether its script runs again, too */
    Switches on(boolean scriptToo) {
        boolean runs = transform || scriptToo;
        boolean ofTheScript = enabled && !runs;
        return new Switches(true, runs, problem.filter(why -> ofTheScript), warned, runs ? Optional.empty() : script);
    }

    /** It has another script: whatever was said against one was said of the old one. */
    Switches newScript() {
        return transform
                ? this
                : new Switches(enabled, true, problem.filter(why -> !enabled), warned, Optional.empty());
    }

    Switches warned(boolean told) {
        return new Switches(enabled, transform, problem, told, script);
    }
}

package org.lotusguild.lotus.webhooks.hook;

import java.util.Optional;

/**
 * What was switched off of a hook.
 *
 * @param transform whether its script runs
 * @param problem why something is off, in words
 * @param warned whether its end was announced
 */
public record Switches(boolean enabled, boolean transform, Optional<String> problem, boolean warned) {
    static final Switches ON = new Switches(true, true, Optional.empty(), false);
}

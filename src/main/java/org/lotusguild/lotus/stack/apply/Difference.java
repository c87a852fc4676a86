package org.lotusguild.lotus.stack.apply;

import java.util.List;
import java.util.Optional;

/**
 * A file that is not on the host as it is to be.
 *
 * @param present its text there; empty if there is none
 * @param byHand whether it was changed there since it was last applied
 * @param lines the unified diff from the present text to the wanted one, masked where a secret may stand; none if only mode or owner
 *     differ
 */
public record Difference(Wanted wanted, Optional<String> present, boolean byHand, List<String> lines) {

    String path() {
        return wanted.path();
    }

    /** For people. */
    public List<String> shown() {
        String words = present.isEmpty() ? " (new)" : byHand ? " (changed by hand since the last apply)" : "";
        if (lines.isEmpty()) {
            return List.of("~ " + path() + words + " mode or owner: wanted "
                    + wanted.entry().mode() + " " + wanted.entry().owner());
        }
        return lines;
    }
}

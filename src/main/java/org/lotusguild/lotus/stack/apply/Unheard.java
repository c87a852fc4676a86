package org.lotusguild.lotus.stack.apply;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Of what services have not heard, from applies before this one.
 *
 * @param written files of an apply that was broken off, or of which a service failed to take note
 * @param waiting services that nobody allowed to restart, by the names of their units
 */
record Unheard(List<String> written, Map<String, Applied.Waiting> waiting) {
    Unheard {
        written = List.copyOf(written);
        waiting = Map.copyOf(waiting);
    }

    List<String> files() {
        return Stream.concat(written.stream(), waiting.values().stream().flatMap(one -> one.files().stream()))
                .distinct()
                .toList();
    }
}

package org.lotusguild.lotus.stack.watch;

import java.util.List;
import java.util.Set;

/**
 * A page of panels.
 *
 * @param name of its file and its address: {@code lotus-NAME}
 */
public record Dashboard(String name, String title, List<Panel> panels) {
    public Dashboard {
        panels = List.copyOf(panels);
    }

    /** The page with those panels whose figures are there. */
    Dashboard showing(Set<Job> scraped) {
        return new Dashboard(
                name,
                title,
                panels.stream()
                        .filter(panel -> scraped.containsAll(panel.needs()))
                        .toList());
    }
}

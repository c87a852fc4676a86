package org.lotusguild.lotus.stack.plan;

import java.util.List;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code client:}: the web client's own settings, and where it lies.
 *
 * @param path holds {@code current}, the release that is served, and {@code previous}; nginx must be able to read it, so it cannot
 *     lie in the home of Lotus
 * @param homeservers server names that people may choose; none means ours
 * @param defaultHomeserver which of them is chosen, from 0
 * @param customHomeservers whether others may be typed
 * @param hashRouter whether addresses of pages stand behind a {@code #}
 */
public record ClientBlock(
        @Default("/var/www/lotus-client") String path,
        List<String> homeservers,
        @Default("0") int defaultHomeserver,
        @Default("false") boolean customHomeservers,
        @Default("false") boolean hashRouter,
        @Default("{}") Featured featured) {

    /** What the page for exploring shows first. */
    public record Featured(
            @Default("false") boolean openAsDefault, List<String> spaces, List<String> rooms, List<String> servers) {}

    public ClientBlock {
        if (!path.startsWith("/") || path.matches("(?s).*[\\s;\"'$\\\\].*")) {
            throw new IllegalArgumentException("path: must begin with / and hold neither blanks nor quotes");
        }
        homeservers.forEach(name -> Addresses.checkName("homeservers", name));
        if (defaultHomeserver < 0 || defaultHomeserver >= Math.max(1, homeservers.size())) {
            throw new IllegalArgumentException("default-homeserver: is the place in homeservers, from 0");
        }
    }
}

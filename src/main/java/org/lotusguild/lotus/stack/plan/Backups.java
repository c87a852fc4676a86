package org.lotusguild.lotus.stack.plan;

import java.time.LocalTime;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;

/**
 * What is kept for a bad day.
 *
 * @param path the folder, on Synapse's host
 * @param at when, in the host's time
 * @param offSite a program that takes each new backup to another machine; its folder is the program's one word
 */
public record Backups(
        @Default("/var/backups/lotus") String path,
        @Default("{}") Rule keep,
        @Default("\"03:30\"") LocalTime at,
        Optional<String> offSite) {

    /** How many of each kind stay. */
    public record Rule(
            @Default("7") int daily,
            @Default("4") int weekly,
            @Default("6") int monthly) {
        private static final int MOST = 1000;

        public Rule {
            if (daily < 1 || weekly < 0 || monthly < 0 || Math.max(daily, Math.max(weekly, monthly)) > MOST) {
                throw new IllegalArgumentException(
                        "keep at least one daily, and none of them below 0 or above " + MOST);
            }
        }
    }

    public Backups {
        if (offSite.isPresent() && !offSite.get().startsWith("/")) {
            throw new IllegalArgumentException("off-site: must begin with /; it is the path of a program");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: must begin with /");
        }
    }
}

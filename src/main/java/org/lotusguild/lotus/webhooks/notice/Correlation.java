package org.lotusguild.lotus.webhooks.notice;

import java.util.Optional;

/**
 * Which message this event belongs to.
 *
 * @param key names the thing, within one hook and room
 * @param quiet whether an update only edits and adds no reply
 * @param group what comes shortly after one another with the same group stands in one message
 */
public record Correlation(String key, Transition transition, boolean quiet, Optional<String> group) {

    public static Correlation of(String key, Transition transition) {
        return new Correlation(key, transition, false, Optional.empty());
    }

    public Correlation quietly() {
        return new Correlation(key, transition, true, group);
    }

    public Correlation group(String name) {
        return new Correlation(key, transition, quiet, Optional.of(name));
    }
}

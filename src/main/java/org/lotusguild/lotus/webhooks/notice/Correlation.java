package org.lotusguild.lotus.webhooks.notice;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which message this event belongs to.
 *
 * @param key names the thing, within one hook and room; with {@link Transition#REDACT} several, see {@link #keys}
 * @param quiet whether an update only edits and adds no reply
 * @param group what comes shortly after one another with the same group stands in one message
 * @param thread the key of another thing: where its message stands open, a new message goes into the thread of that
 */
public record Correlation(
        String key, Transition transition, boolean quiet, Optional<String> group, Optional<String> thread) {

    public static Correlation of(String key, Transition transition) {
        return new Correlation(key, transition, false, Optional.empty(), Optional.empty());
    }

    /** No thing that opens and ends, only a part of a group: its key is empty, and no message ever stands open under that. */
    public static Correlation together(String group) {
        return of("", Transition.CLOSE).group(group);
    }

    /** Takes the messages of all these things back, which may be none. */
    public static Correlation redact(List<String> keys) {
        return of(String.join(" ", keys), Transition.REDACT);
    }

    /** What {@link #redact} was given: each key by itself. */
    public List<String> keys() {
        return transition == Transition.REDACT
                ? Arrays.stream(key.split(" ")).filter(one -> !one.isEmpty()).toList()
                : List.of(key);
    }

    public Correlation quietly() {
        return new Correlation(key, transition, true, group, thread);
    }

    public Correlation group(String name) {
        return new Correlation(key, transition, quiet, Optional.of(name), thread);
    }

    public Correlation in(String thing) {
        return new Correlation(key, transition, quiet, group, Optional.of(thing));
    }
}

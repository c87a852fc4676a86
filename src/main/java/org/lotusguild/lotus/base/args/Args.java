package org.lotusguild.lotus.base.args;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Arguments by the names of their parameters. */
public final class Args {
    static final Args NONE = new Args(Map.of(), Set.of());

    private final Map<String, Object> values;
    private final Set<String> flags;

    Args(Map<String, Object> values, Set<String> flags) {
        this.values = Map.copyOf(values);
        this.flags = Set.copyOf(flags);
    }

    /** A word, a choice or the rest of the line. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String.class::cast);
    }

    public Optional<Long> number(String name) {
        return Optional.ofNullable(values.get(name)).map(Long.class::cast);
    }

    public Optional<Duration> span(String name) {
        return Optional.ofNullable(values.get(name)).map(Duration.class::cast);
    }

    /** Whether {@code --name} was given. */
    public boolean flag(String name) {
        return flags.contains(name);
    }
}

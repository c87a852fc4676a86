package org.lotusguild.lotus.bot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.id.EventId;

/**
 * What was decided of events whose answer is not stored yet. One that comes again because it could not be stored finds the
 * same decision: it is counted once.
 */
final class Unanswered<V> {
    private static final int MOST = 1_000;

    private final Map<EventId, V> decided = new LinkedHashMap<>();

    /** The same for the same event until that is {@link #answered}. */
    synchronized V of(EventId event, Supplier<V> decision) {
        V one = decided.computeIfAbsent(event, _ -> decision.get());
        if (decided.size() > MOST) {
            decided.remove(decided.keySet().iterator().next());
        }
        return one;
    }

    synchronized void answered(EventId event) {
        decided.remove(event);
    }
}

package org.lotusguild.lotus.webhooks.desk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.hook.Known;

/**
 * A hook and how it does.
 *
 * @param service as configured; absent: recognised
 * @param rooms as they were named
 * @param problem why something of it is off
 * @param last when the last post came
 * @param day what came of the posts of the last 24 hours
 */
public record HookLine(
        String name,
        Optional<String> service,
        List<String> rooms,
        Known.Origin origin,
        boolean enabled,
        boolean script,
        Optional<String> problem,
        Optional<Instant> expires,
        Optional<Instant> last,
        Map<State, Long> day) {
    public HookLine {
        rooms = List.copyOf(rooms);
        day = Map.copyOf(day);
    }

    public long today(State... states) {
        return List.of(states).stream().mapToLong(s -> day.getOrDefault(s, 0L)).sum();
    }
}

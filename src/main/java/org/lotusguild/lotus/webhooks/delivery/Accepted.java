package org.lotusguild.lotus.webhooks.delivery;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A post that is about to be promised.
 *
 * @param hook its name
 * @param payload decoded
 * @param size bytes, as they came
 * @param seen by what another one is known as the same
 */
public record Accepted(String hook, JsonNode payload, Posted posted, int size, List<Seen> seen) {
    public Accepted {
        seen = List.copyOf(seen);
    }

    /**
     * @param key within the hook
     * @param life how long the same key means the same post
     */
    public record Seen(String key, Duration life) {}
}

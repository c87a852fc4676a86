package org.lotusguild.lotus.webhooks.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import tools.jackson.databind.JsonNode;

/**
 * A delivery in the history.
 *
 * @param service what it was taken for, once it was looked at
 * @param event with the service before it
 * @param problem the last one, in words without anything of the payload
 * @param body masked; absent where it was taken out, is too large to show, or cannot be read any more
 */
public record Past(
        String id,
        String hook,
        Instant receivedAt,
        State state,
        int attempts,
        Optional<String> service,
        Optional<String> event,
        Optional<String> problem,
        List<EventId> events,
        Optional<JsonNode> body) {
    public Past {
        events = List.copyOf(events);
    }
}

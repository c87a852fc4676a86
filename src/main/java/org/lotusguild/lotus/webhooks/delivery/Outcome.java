package org.lotusguild.lotus.webhooks.delivery;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;

/**
 * What came of a delivery, for its history.
 *
 * @param service what it was taken for
 * @param event with the service before it
 * @param problem in words without anything of the payload
 * @param events what it became
 */
public record Outcome(
        Optional<String> service, Optional<String> event, Optional<String> problem, List<EventId> events) {
    public static final Outcome UNTOLD = new Outcome(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Outcome {
        events = List.copyOf(events);
    }

    public static Outcome problem(String words) {
        return new Outcome(Optional.empty(), Optional.empty(), Optional.of(words), List.of());
    }
}

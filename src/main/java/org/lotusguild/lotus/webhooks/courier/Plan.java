package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.matrix.Ticket;

/** What is to be done with an errand. */
sealed interface Plan {

    /** It changes a message that the homeserver does not have yet. */
    record Waits() implements Plan {}

    record Over(Ending ending) implements Plan {}

    /**
     * @param parts in the send queue
     * @param owed to be uploaded once those have arrived
     * @param thread whose root they go below; absent: the first part itself
     */
    record Underway(List<Part> parts, List<Owed> owed, Optional<EventId> thread) implements Plan {}

    record Part(int number, What what, Ticket ticket) {}

    /** @param index which of its kind */
    record Owed(int number, What what, int index) {}
}

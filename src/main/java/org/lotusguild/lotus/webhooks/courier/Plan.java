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
     */
    record Underway(List<Part> parts, List<Owed> owed) implements Plan {
        public Underway {
            parts = List.copyOf(parts);
            owed = List.copyOf(owed);
        }
    }

    /** @param draft absent where it is a file or a picture */
    record Part(int number, What what, Optional<Draft> draft, Ticket ticket) {}

    /**
     * @param index which file of the message
     * @param message that it belongs to
     */
    record Owed(int number, What what, int index, Message message) {}

    /** @param event absent until it has arrived */
    record Message(int number, Draft draft, Optional<EventId> event) {}
}

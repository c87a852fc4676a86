package org.lotusguild.lotus.matrix;

import java.time.Duration;
import org.lotusguild.lotus.base.id.EventId;

/** A stored event on its way. */
public interface Ticket {

    /** Waits until the event has left, at most so long. */
    Outcome await(Duration limit) throws InterruptedException;

    sealed interface Outcome {}

    record Sent(EventId event) implements Outcome {}

    /** The homeserver refused it for good; {@code errcode} as it said. */
    record Refused(String errcode, String why) implements Outcome {}

    /** We are not (or no longer) in the room, or the row ran out of time. */
    record Dropped(String why) implements Outcome {}

    /** Still on its way. */
    record Pending() implements Outcome {}
}

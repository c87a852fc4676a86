package org.lotusguild.lotus.matrix.send;

import java.time.Duration;
import org.lotusguild.lotus.matrix.Ticket;

/** What came of trying to send the first row of a room. */
sealed interface Attempt {

    record Finished(Ticket.Outcome outcome) implements Attempt {}

    /** The room tries again after this time. */
    record RoomWaits(Duration time) implements Attempt {}

    /** Nobody of the account sends for this time. */
    record AccountWaits(Duration time) implements Attempt {}

    /** Sync has not shown us the room (yet): whether it is encrypted is not known. */
    record RoomUnknown() implements Attempt {}

    /** The row ended meanwhile, for example because we left the room. */
    record RowGone() implements Attempt {}

    /** The account's token is good for nothing any more. */
    record AccountStops(String why) implements Attempt {}
}

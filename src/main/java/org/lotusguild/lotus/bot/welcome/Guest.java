package org.lotusguild.lotus.bot.welcome;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

/**
 * Where somebody stands.
 *
 * @param room of the chat: the direct one, or where the guest has accepted
 * @param message the question
 * @param joined when the guest came into the space
 * @param changed when the guest came to this state
 * @param back whether the guest was here a short time ago
 * @param left how often the guest has left the chat since then
 * @param tries how often the present step was begun
 * @param unsure whether nobody knows what came of the last try
 */
record Guest(
        UserId user,
        State state,
        Optional<RoomId> room,
        Optional<EventId> message,
        Instant joined,
        Instant changed,
        boolean back,
        long left,
        long tries,
        boolean unsure) {

    enum State {
        /** Was here at the first run, and is never written to. */
        BASELINE,
        WAITING,
        INVITED,
        ASKED,
        ACCEPTED,
        DONE,
        UNREACHABLE,
        GONE
    }
}

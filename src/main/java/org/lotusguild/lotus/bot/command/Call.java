package org.lotusguild.lotus.bot.command;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.args.Args;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

/**
 * One run of a command.
 *
 * @param replyTo the message that the trigger replies to
 * @param mentions whom the trigger mentions
 * @param prefix what commands begin with, for lines that name one
 * @param sentAt when the trigger was sent, by the sender's homeserver
 * @param at when it was received here
 * @param direct whether the room is a direct chat with the caller
 */
public record Call(
        Caller caller,
        RoomId room,
        EventId trigger,
        Optional<EventId> threadRoot,
        Optional<EventId> replyTo,
        Set<UserId> mentions,
        Args args,
        String prefix,
        Instant sentAt,
        Instant at,
        boolean direct) {
    public Call {
        mentions = Set.copyOf(mentions);
    }
}

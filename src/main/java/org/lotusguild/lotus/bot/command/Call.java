package org.lotusguild.lotus.bot.command;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.args.Args;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;

/**
 * One run of a command.
 *
 * @param sentAt when the trigger was sent, by the sender's homeserver
 * @param at when it was received here
 * @param direct whether the room is a direct chat with the caller
 */
public record Call(
        Caller caller,
        RoomId room,
        EventId trigger,
        Optional<EventId> threadRoot,
        Args args,
        Instant sentAt,
        Instant at,
        boolean direct) {}

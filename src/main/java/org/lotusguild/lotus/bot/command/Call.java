package org.lotusguild.lotus.bot.command;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.args.Args;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;

/**
 * One run of a command.
 *
 * @param replyTo the message that the trigger replies to
 * @param html the {@code formatted_body} of the trigger, in which pills are
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
        Optional<String> html,
        Args args,
        String prefix,
        Instant sentAt,
        Instant at,
        boolean direct) {}

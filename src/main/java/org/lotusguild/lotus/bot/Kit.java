package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Database;

/**
 * What the bot needs from below.
 *
 * @param outcomes counts what came of commands
 * @param ownUser whether a user belongs to one of our own application services
 * @param signedForRoles whether commands that need a role are taken from devices only that their owner has signed
 */
public record Kit(
        Rooms rooms,
        RoomSender sender,
        DirectChats directChats,
        Database database,
        Predicate<UserId> ownUser,
        boolean signedForRoles,
        Clock clock,
        Pause pause,
        RandomGenerator random,
        Counters<CommandOutcome> outcomes) {}

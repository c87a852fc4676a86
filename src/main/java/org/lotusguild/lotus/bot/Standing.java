package org.lotusguild.lotus.bot;

import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.PowerLevel;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.store.Tx;

/**
 * Which power level counts. In a room that somebody made for himself and the bot he has every level there is: so where there
 * is a guild, its rooms count, and elsewhere its space.
 *
 * @param guild its rooms by key; empty where there is none
 * @param signedForRoles whether a level is believed only of devices that their owner has signed
 */
public record Standing(Map<String, RoomId> guild, Rooms rooms, boolean signedForRoles) {
    private static final String SPACE = "space";
    private static final long MODERATOR = 50;
    /** Where we are not (any more), nobody's level is known. */
    private static final PowerLevel NOBODY = new PowerLevel.Level(0);

    public Standing {
        guild = Map.copyOf(guild);
    }

    /** Whether what came from such a device may claim a role. */
    boolean believes(Trust trust) {
        return !signedForRoles || trust.crossSignedOrBetter();
    }

    PowerLevel of(Tx tx, RoomId room, UserId user) {
        Optional<RoomId> space = guild.containsValue(room) ? Optional.empty() : Optional.ofNullable(guild.get(SPACE));
        RoomId place = space.orElse(room);
        return rooms.isJoined(tx, place) ? rooms.powerLevels(tx, place).of(user) : NOBODY;
    }

    /** Whether this event is a moderator's, as commands have it. */
    public boolean moderator(Tx tx, EventMeta event) {
        return believes(event.trust()) && of(tx, event.room(), event.sender()).atLeast(MODERATOR);
    }
}

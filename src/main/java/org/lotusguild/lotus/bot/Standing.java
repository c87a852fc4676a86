package org.lotusguild.lotus.bot;

import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.PowerLevel;
import org.lotusguild.lotus.matrix.Rooms;

/**
 * Which power level counts. In a room that somebody made for himself and the bot he has every level there is: so where there
 * is a guild, its rooms count, and elsewhere its space.
 *
 * @param guild its rooms by key; empty where there is none
 */
record Standing(Map<String, RoomId> guild, Rooms rooms) {
    private static final String SPACE = "space";
    /** Where we are not (any more), nobody's level is known. */
    private static final PowerLevel NOBODY = new PowerLevel.Level(0);

    Standing {
        guild = Map.copyOf(guild);
    }

    PowerLevel of(RoomId room, UserId user) {
        Optional<RoomId> space = guild.containsValue(room) ? Optional.empty() : Optional.ofNullable(guild.get(SPACE));
        RoomId counts = space.orElse(room);
        return rooms.isJoined(counts) ? rooms.powerLevels(counts).of(user) : NOBODY;
    }
}

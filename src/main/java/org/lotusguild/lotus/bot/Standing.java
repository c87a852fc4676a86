package org.lotusguild.lotus.bot;

import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.PowerLevel;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Tx;

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

    /** Whose levels count for what is said in this room; empty where nobody's level is known. */
    Optional<RoomId> place(RoomId room) {
        Optional<RoomId> space = guild.containsValue(room) ? Optional.empty() : Optional.ofNullable(guild.get(SPACE));
        return Optional.of(space.orElse(room)).filter(rooms::isJoined);
    }

    PowerLevel of(Tx tx, Optional<RoomId> place, UserId user) {
        return place.map(room -> rooms.powerLevels(tx, room).of(user)).orElse(NOBODY);
    }
}

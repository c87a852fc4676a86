package org.lotusguild.lotus.bot.command;

import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;

/** Who may use a command. */
public sealed interface Access {

    record Everyone() implements Access {}

    /** Power level of the {@link Caller}: where there is a guild, outside of its rooms that of its space. */
    record AtLeast(long level) implements Access {}

    record InRooms(Set<RoomId> rooms) implements Access {
        public InRooms {
            rooms = Set.copyOf(rooms);
        }
    }

    record DirectOnly() implements Access {}

    /** Every one of the conditions. */
    record All(List<Access> conditions) implements Access {
        public All {
            conditions = List.copyOf(conditions);
        }
    }
}

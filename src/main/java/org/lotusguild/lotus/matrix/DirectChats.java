package org.lotusguild.lotus.matrix;

import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

/** Direct chats by {@code m.direct}. One lock: two callers never make two rooms for one person. */
public interface DirectChats {
    /** A room of {@code m.direct} where we are joined and the user joined or invited. */
    Optional<RoomId> find(UserId user);

    /** {@link #find}, else a new private room with the user invited and {@code m.direct} written. */
    RoomId open(UserId user, boolean encrypted);

    /** Lists a room that is there already: one that somebody else made, or that we made and could not list. */
    void add(UserId user, RoomId room);

    boolean isDirect(RoomId room);
}

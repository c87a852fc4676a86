package org.lotusguild.lotus.matrix;

import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

/** Direct chats by {@code m.direct}. One lock: two callers never make two rooms for one person. */
public interface DirectChats {
    /** A room of {@code m.direct} where we are joined and the user joined or invited. */
    Optional<RoomId> find(UserId user);

    /**
     * {@link #make}, and waits until sync has shown the room and the user in it.
     *
     * @throws org.lotusguild.lotus.http.HttpFailure as {@link Rooms#awaitPresent}
     */
    RoomId open(UserId user, boolean encrypted);

    /**
     * {@link #find}, else a new private room with the user invited, which counts as listed at once. Sync may have yet to show it, or
     * the rest of it.
     */
    default RoomId make(UserId user, boolean encrypted) {
        return open(user, encrypted);
    }

    /**
     * Lists a room that is there already: one that somebody else made, or that we made and could not list. It counts as listed at
     * once, and stands in {@code m.direct} some seconds later.
     */
    void add(UserId user, RoomId room);

    boolean isDirect(RoomId room);
}

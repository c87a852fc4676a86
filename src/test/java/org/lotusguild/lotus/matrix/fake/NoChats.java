package org.lotusguild.lotus.matrix.fake;

import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.DirectChats;

/**
 * Nobody has a direct chat that can be found, and none may be opened.
 *
 * @param direct the rooms that are direct chats all the same
 */
public record NoChats(Set<RoomId> direct) implements DirectChats {
    @Override
    public Optional<RoomId> find(UserId user) {
        return Optional.empty();
    }

    @Override
    public RoomId open(UserId user, boolean encrypted) {
        throw new IllegalStateException("no chat is opened here");
    }

    @Override
    public void add(UserId user, RoomId room) {
        throw new IllegalStateException("nobody lists a chat here");
    }

    @Override
    public boolean isDirect(RoomId room) {
        return direct.contains(room);
    }
}

package org.lotusguild.lotus.bot.fake;

import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.DirectChats;

/** A direct chat with each user, made before anybody asks for it. */
final class ReadyChats implements DirectChats {
    @Override
    public Optional<RoomId> find(UserId user) {
        return Optional.of(BotBed.chat(user));
    }

    @Override
    public RoomId open(UserId user, boolean encrypted) {
        return BotBed.chat(user);
    }

    @Override
    public void add(UserId user, RoomId room) {
        throw new IllegalStateException("nobody lists a chat here");
    }

    @Override
    public boolean isDirect(RoomId room) {
        return room.value().startsWith("!chat-");
    }
}

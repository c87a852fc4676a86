package org.lotusguild.lotus.launch.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.InvitePolicy;

/** Answers no invite: the one who types does. Keeps them until then. */
public final class Invitations implements InvitePolicy {
    private static final int MOST = 50;

    /** An invite that waits for an answer. */
    record Invitation(RoomId room, UserId by) {}

    private final Map<RoomId, Invitation> open = new LinkedHashMap<>();
    private Consumer<Invitation> reader = invitation -> {};

    @Override
    public synchronized Answer decide(RoomId room, UserId inviter, boolean direct) {
        Invitation invitation = new Invitation(room, inviter);
        if (open.size() < MOST) {
            open.put(room, invitation);
            reader.accept(invitation);
        }
        return Answer.IGNORE;
    }

    /** Is told of those that are here, and of each that comes. */
    synchronized void readBy(Consumer<Invitation> other) {
        reader = other;
        open.values().forEach(other);
    }

    /** Takes it out: it is being answered. */
    synchronized Optional<Invitation> take(RoomId room) {
        return Optional.ofNullable(open.remove(room));
    }
}

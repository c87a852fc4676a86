package org.lotusguild.lotus.matrix;

import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

/** Decides about invites. Asked again until its answer has been carried out. */
public interface InvitePolicy {

    Answer decide(RoomId room, UserId inviter, boolean direct);

    enum Answer {
        JOIN,
        REJECT,
        IGNORE,
        /** Too many at once: ask again in a minute. */
        LATER
    }
}

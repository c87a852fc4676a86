package org.lotusguild.lotus.matrix;

import java.util.List;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.event.Incoming;

/** What was said in a room, as the homeserver keeps it. */
public interface History {

    /**
     * The newest events of a room, oldest first, decrypted where the keys are here. What is unreadable for want of a key comes
     * to the listener once the key does.
     *
     * @param limit how many events at most; malformed ones are left out
     * @throws org.lotusguild.lotus.matrix.api.MatrixException if the homeserver does not show them to us
     */
    List<Incoming> newest(RoomId room, int limit);
}

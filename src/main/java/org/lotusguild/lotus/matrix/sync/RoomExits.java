package org.lotusguild.lotus.matrix.sync;

import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;

/** Is told, in the transaction of the sync answer, that we are no longer in a room: whatever waits to be sent there fails. */
@FunctionalInterface
public interface RoomExits {
    void left(Tx tx, RoomId room);
}

package org.lotusguild.lotus.matrix;

import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Tx;

/**
 * Gets every event of the account at least once, in order within a room, on a virtual thread; different rooms do not wait
 * for one another. Must be idempotent by event id. A throw is logged and the event is dropped; only a
 * {@link org.lotusguild.lotus.store.StoreException} keeps it: a full or busy database is waited for, after any other the
 * event comes again at the next start.
 */
public interface Listener {

    void on(Incoming event, Ack ack);

    /** Takes the event out of the inbox. Not called by the listener: called for it when {@link #on} returns. */
    interface Ack {
        void within(Tx tx);
    }
}

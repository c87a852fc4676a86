package org.lotusguild.lotus.crypto.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.lotusguild.lotus.store.Tx;

/**
 * Remembers which event each message index was read with: the same ciphertext under another event id is a replay, the same
 * event again is not. The rows are written together at the end of the step.
 */
final class ReplayGuard {
    private final InboundStore store;
    private final Map<Key, Read> unwritten = new LinkedHashMap<>();

    private record Key(Inbound.Id id, long index) {}

    record Read(Inbound.Id id, long index, String eventId, long originServerTs) {}

    ReplayGuard(InboundStore store) {
        this.store = store;
    }

    /** False if the index was read with another event. */
    boolean admit(Tx tx, Inbound session, long index, String eventId, long originServerTs) {
        Key key = new Key(session.id(), index);
        Read before = unwritten.get(key);
        if (before != null) {
            return before.eventId().equals(eventId);
        }
        if (index <= session.highestSeen()) {
            var seen = store.seen(tx, session.id(), index);
            if (seen.isPresent()) {
                return seen.get().equals(eventId);
            }
        }
        session.saw(index);
        unwritten.put(key, new Read(session.id(), index, eventId, originServerTs));
        return true;
    }

    void flush(Tx tx) {
        store.remember(tx, unwritten.values());
        unwritten.clear();
    }
}

package org.lotusguild.lotus.crypto.machine;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/**
 * Remembers which event each message index was read with: the same ciphertext under another event id is a replay, the same
 * event again is not. Each sender has indexes of its own: a stranger's copy uses up no index of the author's. The rows are
 * written together at the end of the step; old ones become one number, below which every event counts as a replay.
 */
final class ReplayGuard {
    private final InboundStore store;
    private final InstantSource clock;
    private final Map<Key, Read> unwritten = new LinkedHashMap<>();

    private record Key(Inbound.Id id, long index, UserId sender) {}

    record Read(Inbound.Id id, long index, UserId sender, String eventId) {}

    ReplayGuard(InboundStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** False if the index was read with another event of this sender, or may have been. */
    boolean admit(Tx tx, Inbound session, long index, UserId sender, String eventId) {
        Key key = new Key(session.id(), index, sender);
        Read before = unwritten.get(key);
        if (before != null) {
            return before.eventId().equals(eventId);
        }
        if (index <= session.highestSeen()) {
            Optional<String> seen = store.seen(tx, session.id(), index, sender);
            if (seen.isPresent()) {
                return seen.get().equals(eventId);
            }
            if (index < store.closedBelow(tx, session.id())) {
                return false;
            }
        }
        session.saw(index);
        unwritten.put(key, new Read(session.id(), index, sender, eventId));
        return true;
    }

    void flush(Tx tx) {
        store.remember(tx, unwritten.values(), clock.instant());
        unwritten.clear();
    }
}

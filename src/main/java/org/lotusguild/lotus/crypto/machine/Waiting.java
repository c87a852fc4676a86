package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.SyncOutcome.Released;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events whose key is not here yet: kept for 7 days, at most 1,000 of a room and 5,000 in all. In a full room its oldest
 * makes room; when all are full together, the oldest of the fullest room does: a flood costs itself.
 */
final class Waiting {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final long MOST_IN_ROOM = 1_000;
    private static final long MOST = 5_000;

    private final Surroundings at;
    private final WaitingStore store;
    private final Map<RoomId, Long> counts;

    Waiting(Tx tx, Surroundings at) {
        this.at = at;
        this.store = new WaitingStore(at);
        this.counts = store.counts(tx);
    }

    void add(Tx tx, RoomId room, String sessionId, EventId event, ObjectNode content, Reason reason) {
        if (store.updateReason(tx, event, reason) > 0) {
            return;
        }
        makeRoom(tx, room);
        store.insert(tx, new WaitingStore.WaitingRow(event, room, sessionId, content, reason), at.now());
        counts.merge(room, 1L, Long::sum);
    }

    private void makeRoom(Tx tx, RoomId room) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        if (counts.getOrDefault(room, 0L) >= MOST_IN_ROOM) {
            dropOldest(tx, room);
        } else if (all >= MOST) {
            dropOldest(
                    tx,
                    Collections.max(counts.entrySet(), Map.Entry.comparingByValue())
                            .getKey());
        }
    }

    private void dropOldest(Tx tx, RoomId room) {
        less(room, store.deleteOldest(tx, room));
        at.ignore(Ignored.GIVEN_UP);
    }

    private void less(RoomId room, long gone) {
        counts.computeIfPresent(room, (id, count) -> count > gone ? count - gone : null);
    }

    /**
     * A key came from this user: his events are the caller's now, as they were sent (all by one device: its homeserver's
     * stamps count).
     */
    List<Released> release(Tx tx, RoomId room, String sessionId, UserId owner) {
        List<WaitingStore.WaitingRow> his = store.find(tx, room, sessionId).stream()
                .filter(row -> Json.string(row.event(), "sender").orElse("").equals(owner.value()))
                .toList();
        his.forEach(row -> less(room, store.delete(tx, row.id())));
        return his.stream()
                .sorted(Comparator.comparingLong(
                        row -> row.event().path("origin_server_ts").asLong(0)))
                .map(row -> new Released(row.room(), row.event()))
                .toList();
    }

    Map<Reason, Long> byReason(Tx tx) {
        return store.byReason(tx);
    }

    /** Somebody said why the key does not come. */
    void explain(Tx tx, RoomId room, String sessionId, Reason reason) {
        store.updateReason(tx, room, sessionId, reason);
    }

    void giveUpOld(Tx tx) {
        int gone = store.deleteBefore(tx, at.now().minus(KEPT));
        for (int i = 0; i < gone; i++) {
            at.ignore(Ignored.GIVEN_UP);
        }
        if (gone > 0) {
            counts.clear();
            counts.putAll(store.counts(tx));
        }
    }
}

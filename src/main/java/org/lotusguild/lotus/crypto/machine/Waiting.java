package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

    /** After so long the backup is asked for a key, then ever more seldom. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(3),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    private final Surroundings at;
    private final WaitingStore store;
    private final Map<RoomId, Long> counts;
    private Optional<Instant> nextTry;

    Waiting(Tx tx, Surroundings at) {
        this.at = at;
        this.store = new WaitingStore(at);
        this.counts = store.counts(tx);
        this.nextTry = store.nextTry(tx);
    }

    void add(Tx tx, RoomId room, String sessionId, EventId event, ObjectNode content, Reason reason) {
        if (store.updateReason(tx, event, reason) > 0) {
            return;
        }
        makeRoom(tx, room);
        Instant first = at.now().plus(PAUSES.getFirst());
        store.insert(tx, new WaitingStore.WaitingRow(event, room, sessionId, content, reason), at.now(), first);
        nextTry = nextTry.filter(earlier -> earlier.isBefore(first)).or(() -> Optional.of(first));
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
        return release(
                tx,
                room,
                sessionId,
                row -> Json.string(row.event(), "sender").orElse("").equals(owner.value()));
    }

    /** A key came that does not say from whom: the events are the caller's now, except those that were read already. */
    List<Released> release(Tx tx, RoomId room, String sessionId) {
        return release(tx, room, sessionId, row -> row.reason() != Reason.WRONG_SENDER);
    }

    private List<Released> release(Tx tx, RoomId room, String sessionId, Predicate<WaitingStore.WaitingRow> wanted) {
        List<WaitingStore.WaitingRow> free =
                store.find(tx, room, sessionId).stream().filter(wanted).toList();
        free.forEach(row -> less(room, store.delete(tx, row.id())));
        return free.stream()
                .sorted(Comparator.comparingLong(
                        row -> row.event().path("origin_server_ts").asLong(0)))
                .map(row -> new Released(row.room(), row.event()))
                .toList();
    }

    /** When the backup is to be asked next. */
    Optional<Instant> nextTry() {
        return nextTry;
    }

    /** Sessions that the backup is to be asked for now. */
    List<Inbound.Id> due(Tx tx, int most) {
        List<WaitingStore.Due> due = store.due(tx, at.now(), most);
        for (WaitingStore.Due one : due) {
            long attempts = one.attempts() + 1;
            Duration pause = PAUSES.get((int) Math.min(attempts, PAUSES.size() - 1));
            store.asked(tx, one.id(), attempts, at.now().plus(pause));
        }
        nextTry = store.nextTry(tx);
        return due.stream().map(WaitingStore.Due::id).toList();
    }

    Map<Reason, Long> byReason(Tx tx) {
        return store.byReason(tx);
    }

    /** This user said why the key does not come: it counts for his own events. */
    void explain(Tx tx, RoomId room, String sessionId, UserId sender, Reason reason) {
        store.updateReason(tx, room, sessionId, sender, reason);
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

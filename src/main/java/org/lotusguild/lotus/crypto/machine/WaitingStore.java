package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The rows of the events that wait for a key. */
final class WaitingStore {
    private final long account;
    private final Sealer sealer;

    record WaitingRow(EventId id, RoomId room, String sessionId, ObjectNode event, Reason reason) {}

    WaitingStore(Surroundings at) {
        this.account = at.account();
        this.sealer = at.sealer();
    }

    Map<RoomId, Long> counts(Tx tx) {
        Map<RoomId, Long> counts = new HashMap<>();
        tx.sql("select room, count(*) as n from crypto_waiting where account = :account group by room")
                .bind("account", account)
                .list(row -> counts.put(new RoomId(row.text("room")), row.number("n")));
        return counts;
    }

    Map<Reason, Long> byReason(Tx tx) {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        tx.sql("select reason, count(*) as n from crypto_waiting where account = :account group by reason")
                .bind("account", account)
                .list(row -> counts.put(Reason.valueOf(row.text("reason")), row.number("n")));
        return counts;
    }

    void insert(Tx tx, WaitingRow waiting, Instant now, Instant nextTry) {
        tx.sql("""
                        insert into crypto_waiting (account, event_id, room, session_id, sealed, since, reason,
                            next_try, attempts, sender)
                        values (:account, :event, :room, :session, :sealed, :now, :reason, :nextTry, 0, :sender)
                        """)
                .bind("account", account)
                .bind("event", waiting.id())
                .bind("room", waiting.room())
                .bind("session", waiting.sessionId())
                .bind(
                        "sealed",
                        sealer.seal(Sealer.Table.WAITING, waiting.id().value(), new Secret(Json.text(waiting.event()))))
                .bind("now", now)
                .bind("nextTry", nextTry)
                .bind("sender", Json.string(waiting.event(), "sender").orElse(null))
                .bind("reason", waiting.reason().name())
                .update();
    }

    List<WaitingRow> find(Tx tx, RoomId room, String sessionId) {
        return tx.sql("""
                        select event_id, sealed, reason from crypto_waiting
                        where account = :account and session_id = :session and room = :room order by event_id
                        """)
                .bind("account", account)
                .bind("session", sessionId)
                .bind("room", room)
                .list(row -> waiting(row, room, sessionId));
    }

    /** Sessions whose time to be asked for has come, with how often they were. */
    List<Due> due(Tx tx, Instant now, int most) {
        return tx.sql("""
                        select room, session_id, min(attempts) as attempts from crypto_waiting
                        where account = :account and next_try <= :now and reason <> 'WRONG_SENDER'
                        group by room, session_id order by min(next_try) limit :most
                        """)
                .bind("account", account)
                .bind("now", now)
                .bind("most", most)
                .list(row -> new Due(
                        new Inbound.Id(new RoomId(row.text("room")), row.text("session_id")), row.number("attempts")));
    }

    record Due(Inbound.Id id, long attempts) {}

    void asked(Tx tx, Inbound.Id id, long attempts, Instant nextTry) {
        tx.sql("""
                        update crypto_waiting set attempts = :attempts, next_try = :next
                        where account = :account and session_id = :session and room = :room
                        """)
                .bind("account", account)
                .bind("session", id.sessionId())
                .bind("room", id.room())
                .bind("attempts", attempts)
                .bind("next", nextTry)
                .update();
    }

    Optional<Instant> nextTry(Tx tx) {
        return tx.sql("""
                        select min(next_try) as next from crypto_waiting
                        where account = :account and reason <> 'WRONG_SENDER'
                        """)
                .bind("account", account)
                .first(row -> row.optionalInstant("next"))
                .flatMap(next -> next);
    }

    int delete(Tx tx, EventId event) {
        return tx.sql("delete from crypto_waiting where account = :account and event_id = :event")
                .bind("account", account)
                .bind("event", event)
                .update();
    }

    int deleteOldest(Tx tx, RoomId room) {
        return tx.sql("""
                        delete from crypto_waiting where account = :account and event_id = (
                            select event_id from crypto_waiting where account = :account and room = :room
                            order by since, event_id limit 1)
                        """).bind("account", account).bind("room", room).update();
    }

    int deleteBefore(Tx tx, Instant limit) {
        return tx.sql("delete from crypto_waiting where account = :account and since < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }

    int updateReason(Tx tx, EventId event, Reason reason) {
        return tx.sql("update crypto_waiting set reason = :reason where account = :account and event_id = :event")
                .bind("account", account)
                .bind("event", event)
                .bind("reason", reason.name())
                .update();
    }

    /** Of this user's events, except those that were read already. */
    void updateReason(Tx tx, RoomId room, String sessionId, UserId sender, Reason reason) {
        tx.sql("""
                        update crypto_waiting set reason = :reason
                        where account = :account and session_id = :session and room = :room and sender = :sender
                            and reason <> 'WRONG_SENDER'
                        """)
                .bind("sender", sender)
                .bind("account", account)
                .bind("session", sessionId)
                .bind("room", room)
                .bind("reason", reason.name())
                .update();
    }

    private WaitingRow waiting(Row row, RoomId room, String sessionId) {
        EventId id = new EventId(row.text("event_id"));
        return new WaitingRow(
                id,
                room,
                sessionId,
                Json.parseObject(sealer.open(Sealer.Table.WAITING, id.value(), row.bytes("sealed"))
                        .value()),
                Reason.valueOf(row.text("reason")));
    }
}

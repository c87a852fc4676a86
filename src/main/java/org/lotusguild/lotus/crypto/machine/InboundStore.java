package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.machine.Inbound.Origin;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** The sessions with which rooms are read. */
final class InboundStore {
    private static final List<String> OF_A_SESSION =
            List.of("crypto_inbound", "crypto_owner", "crypto_index", "crypto_closed");

    /** Stands for the unknown user of a session from elsewhere. */
    private static final String NOBODY = "";

    private final long account;
    private final Sealer sealer;

    record InboundRow(Secret pickle, Owner owner, long firstIndex) {}

    InboundStore(long account, Sealer sealer) {
        this.account = account;
        this.sealer = sealer;
    }

    List<Inbound.Id> all(Tx tx) {
        return tx.sql("select room, session_id from crypto_inbound where account = :account")
                .bind("account", account)
                .list(row -> new Inbound.Id(new RoomId(row.text("room")), row.text("session_id")));
    }

    /** In order of session and room. */
    List<Inbound.Id> page(Tx tx, String afterSession, String afterRoom, int size) {
        return tx.sql("""
                        select room, session_id from crypto_inbound
                        where account = :account and (session_id > :session or session_id = :session and room > :room)
                        order by session_id, room limit :size
                        """)
                .bind("account", account)
                .bind("session", afterSession)
                .bind("room", afterRoom)
                .bind("size", size)
                .list(row -> new Inbound.Id(new RoomId(row.text("room")), row.text("session_id")));
    }

    Optional<InboundRow> find(Tx tx, RoomId room, String sessionId) {
        return tx.sql("""
                        select sealed, sender_key, signing_key, sender, origin, first_index, trust from crypto_inbound
                        where account = :account and session_id = :session and room = :room
                        """)
                .bind("account", account)
                .bind("session", sessionId)
                .bind("room", room)
                .first(row -> inbound(row, place(room, sessionId)));
    }

    /** Another room than this with a session of this id. */
    Optional<RoomId> otherRoom(Tx tx, RoomId room, String sessionId) {
        return tx.sql("""
                        select room from crypto_inbound
                        where account = :account and session_id = :session and room <> :room order by room
                        """)
                .bind("account", account)
                .bind("session", sessionId)
                .bind("room", room)
                .first(row -> new RoomId(row.text("room")));
    }

    void save(Tx tx, RoomId room, String sessionId, InboundRow inbound, Instant now) {
        Owner owner = inbound.owner();
        tx.sql("""
                        insert into crypto_inbound (account, session_id, room, sealed, sender_key, signing_key, sender,
                            origin, first_index, trust, received_at)
                        values (:account, :session, :room, :sealed, :senderKey, :signingKey, :sender, :origin, :first,
                            :trust, :now)
                        on conflict (account, session_id, room) do update set
                            sealed = excluded.sealed, first_index = excluded.first_index, sender = excluded.sender,
                            signing_key = excluded.signing_key, origin = excluded.origin, trust = excluded.trust,
                            backed_up = null
                        """)
                .bind("account", account)
                .bind("session", sessionId)
                .bind("room", room)
                .bind("sealed", sealer.seal(Sealer.Table.INBOUND, place(room, sessionId), inbound.pickle()))
                .bind("senderKey", owner.identityKey().base64())
                .bind("signingKey", owner.signingKey().base64())
                .bind("sender", owner.user() == null ? NOBODY : owner.user().value())
                .bind("origin", owner.origin().name())
                .bind("first", inbound.firstIndex())
                .bind("trust", owner.trustAtReceipt().name())
                .bind("now", now)
                .update();
    }

    /** The same session, sealed for this device. */
    void reseal(Tx tx, Inbound.Id id, InboundRow inbound) {
        String place = place(id.room(), id.sessionId());
        tx.sql("""
                        update crypto_inbound set sealed = :sealed
                        where account = :account and session_id = :session and room = :room
                        """)
                .bind("sealed", sealer.seal(Sealer.Table.INBOUND, place, inbound.pickle()))
                .bind("account", account)
                .bind("session", id.sessionId())
                .bind("room", id.room())
                .update();
    }

    private InboundRow inbound(Row row, String place) {
        return new InboundRow(
                sealer.open(Sealer.Table.INBOUND, place, row.bytes("sealed")),
                new Owner(
                        row.text("sender").equals(NOBODY) ? null : new UserId(row.text("sender")),
                        new Curve25519Key(row.text("sender_key")),
                        new Ed25519Key(row.text("signing_key")),
                        Origin.valueOf(row.text("origin")),
                        Trust.valueOf(row.text("trust"))),
                row.number("first_index"));
    }

    private static String place(RoomId room, String sessionId) {
        return sessionId + "|" + room.value();
    }

    /** The sessions that a user first brought and nobody else after him, without the youngest. */
    List<Inbound.Id> beyond(Tx tx, UserId sender, int most) {
        return tx.sql("""
                        select i.room, i.session_id from crypto_inbound i
                        where i.account = :account and i.sender = :sender and not exists (
                            select 1 from crypto_owner o where o.account = i.account
                                and o.session_id = i.session_id and o.room = i.room)
                        order by i.received_at desc, i.session_id limit 100 offset :most
                        """)
                .bind("account", account)
                .bind("sender", sender)
                .bind("most", most)
                .list(row -> new Inbound.Id(new RoomId(row.text("room")), row.text("session_id")));
    }

    /** Takes a session out with all that hangs on it. */
    void delete(Tx tx, Inbound.Id id) {
        for (String table : OF_A_SESSION) {
            tx.sql("delete from " + table + " where account = :account and session_id = :session and room = :room")
                    .bind("account", account)
                    .bind("session", id.sessionId())
                    .bind("room", id.room())
                    .update();
        }
    }

    /** The event of this sender that the index was read with. */
    Optional<String> seen(Tx tx, Inbound.Id id, long index, UserId sender) {
        return tx.sql("""
                        select event_id from crypto_index where account = :account and session_id = :session
                            and room = :room and message_index = :index and sender = :sender
                        """)
                .bind("account", account)
                .bind("session", id.sessionId())
                .bind("room", id.room())
                .bind("index", index)
                .bind("sender", sender)
                .first(row -> row.text("event_id"));
    }

    /** Every index below is closed: it was read, or it is too late to read it. */
    long closedBelow(Tx tx, Inbound.Id id) {
        return tx.sql("""
                        select below from crypto_closed
                        where account = :account and session_id = :session and room = :room
                        """)
                .bind("account", account)
                .bind("session", id.sessionId())
                .bind("room", id.room())
                .first(row -> row.number("below"))
                .orElse(0L);
    }

    /** The highest index that was read; −1 if none was. */
    long highestSeen(Tx tx, Inbound.Id id) {
        long stored = tx.sql("""
                        select max(message_index) as highest from crypto_index
                        where account = :account and session_id = :session and room = :room
                        """)
                .bind("account", account)
                .bind("session", id.sessionId())
                .bind("room", id.room())
                .first(row -> row.optionalNumber("highest"))
                .flatMap(highest -> highest)
                .orElse(-1L);
        return Math.max(stored, closedBelow(tx, id) - 1);
    }

    void remember(Tx tx, Collection<ReplayGuard.Read> reads, Instant now) {
        tx.batch(
                """
                insert into crypto_index (account, session_id, room, message_index, sender, event_id, read_at)
                values (:account, :session, :room, :index, :sender, :event, :now)
                """,
                reads,
                (row, read) -> row.bind("account", account)
                        .bind("session", read.id().sessionId())
                        .bind("room", read.id().room())
                        .bind("index", read.index())
                        .bind("sender", read.sender())
                        .bind("event", read.eventId())
                        .bind("now", now));
    }

    private record Closed(Inbound.Id id, long below) {}

    /** Rows of old reads become one number a session. */
    void closeReadBefore(Tx tx, Instant limit) {
        List<Closed> old = tx.sql("""
                        select session_id, room, max(message_index) + 1 as below from crypto_index
                        where account = :account and read_at < :limit group by session_id, room
                        """)
                .bind("account", account)
                .bind("limit", limit)
                .list(row -> new Closed(
                        new Inbound.Id(new RoomId(row.text("room")), row.text("session_id")), row.number("below")));
        close(tx, old);
        tx.sql("delete from crypto_index where account = :account and read_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }

    private void close(Tx tx, List<Closed> sessions) {
        tx.batch(
                """
                insert into crypto_closed (account, session_id, room, below) values (:account, :session, :room, :below)
                on conflict (account, session_id, room) do update set
                    below = case when crypto_closed.below < excluded.below then excluded.below else crypto_closed.below end
                """,
                sessions,
                (row, closed) -> row.bind("account", account)
                        .bind("session", closed.id().sessionId())
                        .bind("room", closed.id().room())
                        .bind("below", closed.below()));
    }
}

package org.lotusguild.lotus.matrix.sync;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.store.Tx;

/** Events on their way to the listener, in order by {@code seq}. Their content is sealed. */
record InboxStore(UserId account) {

    record Waiting(long seq, RoomId room, String event, Instant received, byte[] sealed) {}

    /** Of no device: events outlive a change of it. */
    Place place(long seq) {
        return new Place("matrix_inbox", account.value(), "", Long.toString(seq));
    }

    long lastSeq(Tx tx) {
        return tx.sql("select max(seq) as last from matrix_inbox where account = :account")
                .bind("account", account)
                .first(row -> row.optionalNumber("last"))
                .flatMap(last -> last)
                .orElse(0L);
    }

    /** An event that waits already is left as it is. */
    void add(Tx tx, Waiting row) {
        tx.sql("""
                insert into matrix_inbox (account, seq, room, event_id, received, sealed)
                values (:account, :seq, :room, :event, :received, :sealed)
                on conflict (account, event_id) do nothing
                """)
                .bind("account", account)
                .bind("seq", row.seq())
                .bind("room", row.room())
                .bind("event", row.event())
                .bind("received", row.received())
                .bind("sealed", row.sealed())
                .update();
    }

    List<Waiting> next(Tx tx, RoomId room, long after, int limit) {
        return tx.sql("""
                select seq, event_id, received, sealed from matrix_inbox
                where account = :account and room = :room and seq > :after order by seq limit :limit
                """)
                .bind("account", account)
                .bind("room", room)
                .bind("after", after)
                .bind("limit", limit)
                .list(row -> new Waiting(
                        row.number("seq"), room, row.text("event_id"), row.instant("received"), row.bytes("sealed")));
    }

    Set<RoomId> rooms(Tx tx) {
        return tx
                .sql("select distinct room from matrix_inbox where account = :account")
                .bind("account", account)
                .list(row -> RoomId.parse(row.text("room")))
                .stream()
                .collect(Collectors.toSet());
    }

    void remove(Tx tx, long seq) {
        tx.sql("delete from matrix_inbox where account = :account and seq = :seq")
                .bind("account", account)
                .bind("seq", seq)
                .update();
    }

    void remove(Tx tx, String event) {
        tx.sql("delete from matrix_inbox where account = :account and event_id = :event")
                .bind("account", account)
                .bind("event", event)
                .update();
    }
}

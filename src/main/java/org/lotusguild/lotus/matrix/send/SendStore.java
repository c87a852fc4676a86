package org.lotusguild.lotus.matrix.send;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.matrix.SendOptions.Priority;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The rows of {@code matrix_send} of one account. */
final class SendStore {
    private final UserId account;
    private final DeviceId device;
    private final Vault vault;

    SendStore(UserId account, DeviceId device, Vault vault) {
        this.account = account;
        this.device = device;
        this.vault = vault;
    }

    long lastSeq(Tx tx) {
        return tx.sql("select coalesce(max(seq), 0) as last from matrix_send where account = :account")
                .bind("account", account)
                .first(row -> row.number("last"))
                .orElse(0L);
    }

    /** @return false if an event with this key was stored before */
    boolean insert(Tx tx, SendRow row, @Nullable String key, @Nullable EventId edits) {
        return tx.sql("""
                        insert into matrix_send
                            (account, seq, room, type, txn_id, device, send_key, edits, bulk, content, attempts, expires_at)
                        values
                            (:account, :seq, :room, :type, :txn, :device, :key, :edits, :bulk, :content, 0, :expires)
                        on conflict do nothing""")
                        .bind("account", account)
                        .bind("seq", row.seq())
                        .bind("room", row.room())
                        .bind("type", row.type())
                        .bind("txn", row.txnId())
                        .bind("device", device)
                        .bind("key", key)
                        .bind("edits", edits)
                        .bind("bulk", row.priority() == Priority.BULK)
                        .bind("content", vault.seal(Json.bytes(row.content()), place("content", row.seq())))
                        .bind("expires", row.expiresAt())
                        .update()
                > 0;
    }

    Optional<Long> withKey(Tx tx, String key) {
        return tx.sql("select seq from matrix_send where account = :account and send_key = :key")
                .bind("account", account)
                .bind("key", key)
                .first(row -> row.number("seq"));
    }

    boolean hasSent(Tx tx, EventId event) {
        return tx.sql("select seq from matrix_send where account = :account and event_id = :event")
                .bind("account", account)
                .bind("event", event)
                .first(row -> row.number("seq"))
                .isPresent();
    }

    /** How the row ended; empty if it is still on its way, or was never there. */
    Optional<Ticket.Outcome> outcome(Tx tx, long seq) {
        return tx.sql("""
                        select event_id, errcode, why from matrix_send
                        where account = :account and seq = :seq and done_at is not null""").bind("account", account).bind("seq", seq).first(SendStore::outcome);
    }

    private static Ticket.Outcome outcome(Row row) {
        Optional<String> event = row.optionalText("event_id");
        if (event.isPresent()) {
            return new Ticket.Sent(EventId.parse(event.get()));
        }
        String why = row.optionalText("why").orElse("");
        return row.optionalText("errcode")
                .<Ticket.Outcome>map(errcode -> new Ticket.Refused(errcode, why))
                .orElseGet(() -> new Ticket.Dropped(why));
    }

    record Waiting(long ofAccount, long ofRoom) {}

    Waiting waiting(Tx tx, RoomId room) {
        return tx.sql("""
                        select count(*) as all_rooms, coalesce(sum(case when room = :room then 1 else 0 end), 0) as this_room
                        from matrix_send where account = :account and done_at is null""")
                .bind("account", account)
                .bind("room", room)
                .first(row -> new Waiting(row.number("all_rooms"), row.number("this_room")))
                .orElseThrow();
    }

    long waiting(Tx tx) {
        return tx.sql("select count(*) as n from matrix_send where account = :account and done_at is null")
                .bind("account", account)
                .first(row -> row.number("n"))
                .orElseThrow();
    }

    List<RoomId> rooms(Tx tx) {
        return tx.sql("select distinct room from matrix_send where account = :account and done_at is null")
                .bind("account", account)
                .list(row -> RoomId.parse(row.text("room")));
    }

    /** The first row of the room that is still to be sent. */
    Optional<SendRow> head(Tx tx, RoomId room) {
        return tx.sql("""
                        select seq, room, type, txn_id, device, bulk, content, ciphertext, attempts, expires_at from matrix_send
                        where account = :account and done_at is null and room = :room order by seq limit 1""").bind("account", account).bind("room", room).first(this::row);
    }

    Optional<Long> headSeq(Tx tx, RoomId room) {
        return tx.sql("""
                        select seq from matrix_send
                        where account = :account and done_at is null and room = :room order by seq limit 1""").bind("account", account).bind("room", room).first(row -> row.number("seq"));
    }

    private SendRow row(Row row) {
        long seq = row.number("seq");
        return new SendRow(
                seq,
                RoomId.parse(row.text("room")),
                row.text("type"),
                row.text("txn_id"),
                row.flag("bulk") ? Priority.BULK : Priority.INTERACTIVE,
                opened(row.bytes("content"), "content", seq),
                row.optionalBytes("ciphertext").map(bytes -> opened(bytes, "ciphertext", seq)),
                row.instant("expires_at"),
                row.number("attempts") > 0 && !row.text("device").equals(device.value()));
    }

    /** @return false if the row is not there (any more) */
    boolean begin(Tx tx, long seq) {
        return tx.sql("""
                        update matrix_send set attempts = attempts + 1, device = :device
                        where account = :account and seq = :seq and done_at is null""")
                        .bind("account", account)
                        .bind("seq", seq)
                        .bind("device", device)
                        .update()
                > 0;
    }

    /** @return false if the row is not there (any more) */
    boolean keepCiphertext(Tx tx, long seq, ObjectNode ciphertext) {
        return tx.sql("""
                        update matrix_send set ciphertext = :ciphertext, attempts = attempts + 1, device = :device
                        where account = :account and seq = :seq and done_at is null and ciphertext is null""")
                        .bind("account", account)
                        .bind("seq", seq)
                        .bind("device", device)
                        .bind("ciphertext", vault.seal(Json.bytes(ciphertext), place("ciphertext", seq)))
                        .update()
                > 0;
    }

    /** What another device encrypted is of no use to this one. */
    void adopt(Tx tx, long seq) {
        tx.sql("""
                        update matrix_send set device = :device, ciphertext = null, attempts = 0
                        where account = :account and seq = :seq and done_at is null""")
                .bind("account", account)
                .bind("seq", seq)
                .bind("device", device)
                .update();
    }

    /** Edits of the event that wait in the room and have not been tried yet. */
    List<Long> waitingEdits(Tx tx, RoomId room, EventId edits, long before) {
        return tx.sql("""
                        select seq from matrix_send
                        where account = :account and done_at is null and room = :room and edits = :edits
                            and attempts = 0 and seq < :before""")
                .bind("account", account)
                .bind("room", room)
                .bind("edits", edits)
                .bind("before", before)
                .list(row -> row.number("seq"));
    }

    List<Long> waitingIn(Tx tx, RoomId room) {
        return tx.sql("select seq from matrix_send where account = :account and done_at is null and room = :room")
                .bind("account", account)
                .bind("room", room)
                .list(row -> row.number("seq"));
    }

    /** Ends a row. One with a key stays, empty, so that a repeat of it is known. */
    void finish(Tx tx, long seq, Ticket.Outcome outcome, Instant now) {
        boolean remembered = tx.sql("""
                        update matrix_send
                        set done_at = :now, content = null, ciphertext = null,
                            event_id = :event, errcode = :errcode, why = :why
                        where account = :account and seq = :seq and done_at is null and send_key is not null""")
                        .bind("account", account)
                        .bind("seq", seq)
                        .bind("now", now)
                        .bind("event", outcome instanceof Ticket.Sent sent ? sent.event() : null)
                        .bind("errcode", outcome instanceof Ticket.Refused refused ? refused.errcode() : null)
                        .bind("why", why(outcome))
                        .update()
                > 0;
        if (!remembered) {
            delete(tx, seq);
        }
    }

    private static @Nullable String why(Ticket.Outcome outcome) {
        return switch (outcome) {
            case Ticket.Sent sent -> null;
            case Ticket.Refused refused -> refused.why();
            case Ticket.Dropped dropped -> dropped.why();
            case Ticket.Pending pending -> throw new IllegalArgumentException("a pending row is not finished");
        };
    }

    private void delete(Tx tx, long seq) {
        tx.sql("delete from matrix_send where account = :account and seq = :seq and done_at is null")
                .bind("account", account)
                .bind("seq", seq)
                .update();
    }

    void forgetDoneBefore(Tx tx, Instant limit) {
        tx.sql("delete from matrix_send where account = :account and done_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }

    private ObjectNode opened(byte[] bytes, String column, long seq) {
        return Json.parseObject(vault.open(bytes, place(column, seq)));
    }

    private Place place(String column, long seq) {
        return new Place("matrix_send." + column, account.value(), "", Long.toString(seq));
    }
}

package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** The rooms' outbound sessions and who was told of them. */
final class OutboundStore {
    private final long account;
    private final Sealer sealer;

    record OutboundRow(String sessionId, Secret pickle, Instant created, long messages, String settings) {}

    /** @param devices JSON, see {@link Outbound} */
    record SharedRow(RequestId request, String devices, boolean acknowledged) {}

    OutboundStore(Surroundings at) {
        this.account = at.account();
        this.sealer = at.sealer();
    }

    Optional<OutboundRow> find(Tx tx, RoomId room) {
        return tx.sql("""
                        select session_id, sealed, created, messages, settings from crypto_outbound
                        where account = :account and room = :room
                        """).bind("account", account).bind("room", room).first(row -> outbound(room, row));
    }

    void save(Tx tx, RoomId room, OutboundRow outbound) {
        tx.sql("""
                        insert into crypto_outbound (account, room, session_id, sealed, created, messages, settings)
                        values (:account, :room, :session, :sealed, :created, :messages, :settings)
                        on conflict (account, room) do update set session_id = excluded.session_id,
                            sealed = excluded.sealed, created = excluded.created, messages = excluded.messages,
                            settings = excluded.settings
                        """)
                .bind("account", account)
                .bind("room", room)
                .bind("session", outbound.sessionId())
                .bind("sealed", sealer.seal(Sealer.Table.OUTBOUND, room.value(), outbound.pickle()))
                .bind("created", outbound.created())
                .bind("messages", outbound.messages())
                .bind("settings", outbound.settings())
                .update();
    }

    List<SharedRow> shared(Tx tx, RoomId room) {
        return tx.sql("""
                        select request_id, devices, acknowledged from crypto_shared
                        where account = :account and room = :room
                        """)
                .bind("account", account)
                .bind("room", room)
                .list(row -> new SharedRow(
                        new RequestId(row.text("request_id")), row.text("devices"), row.flag("acknowledged")));
    }

    void insertShared(Tx tx, RoomId room, SharedRow shared) {
        tx.sql("""
                        insert into crypto_shared (account, room, request_id, devices, acknowledged)
                        values (:account, :room, :request, :devices, :acknowledged)
                        """)
                .bind("account", account)
                .bind("room", room)
                .bind("request", shared.request().value())
                .bind("devices", shared.devices())
                .bind("acknowledged", shared.acknowledged())
                .update();
    }

    void acknowledge(Tx tx, RoomId room, RequestId request) {
        tx.sql("""
                        update crypto_shared set acknowledged = 1
                        where account = :account and room = :room and request_id = :request
                        """)
                .bind("account", account)
                .bind("room", room)
                .bind("request", request.value())
                .update();
    }

    void forgetShared(Tx tx, RoomId room) {
        tx.sql("delete from crypto_shared where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .update();
    }

    private OutboundRow outbound(RoomId room, Row row) {
        return new OutboundRow(
                row.text("session_id"),
                sealer.open(Sealer.Table.OUTBOUND, room.value(), row.bytes("sealed")),
                row.instant("created"),
                row.number("messages"),
                row.text("settings"));
    }
}

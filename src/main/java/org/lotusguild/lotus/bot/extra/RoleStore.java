package org.lotusguild.lotus.bot.extra;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;

/** Which sign on which message leads to which room; messages on their way by the event that asked for them. */
final class RoleStore {

    void prepare(Tx tx, String id, List<RoomId> rooms) {
        tx.sql("insert into bot_role_post (id, rooms) values (:id, :rooms)")
                .bind("id", id)
                .bind("rooms", rooms.stream().map(RoomId::value).collect(Collectors.joining(" ")))
                .update();
    }

    List<RoomId> prepared(Tx tx, String id) {
        return tx.sql("select rooms from bot_role_post where id = :id")
                .bind("id", id)
                .first(row -> Arrays.stream(row.text("rooms").split(" ", -1))
                        .map(RoomId::parse)
                        .toList())
                .orElse(List.of());
    }

    void forget(Tx tx, String id) {
        tx.sql("delete from bot_role_post where id = :id").bind("id", id).update();
    }

    void put(Tx tx, EventId event, String sign, RoomId room) {
        tx.sql("insert into bot_role (event_id, sign, room) values (:event, :sign, :room)")
                .bind("event", event)
                .bind("sign", sign)
                .bind("room", room)
                .update();
    }

    Optional<RoomId> room(Tx tx, EventId event, String sign) {
        return tx.sql("select room from bot_role where event_id = :event and sign = :sign")
                .bind("event", event)
                .bind("sign", sign)
                .first(row -> RoomId.parse(row.text("room")));
    }

    void remove(Tx tx, EventId event) {
        tx.sql("delete from bot_role where event_id = :event")
                .bind("event", event)
                .update();
    }
}

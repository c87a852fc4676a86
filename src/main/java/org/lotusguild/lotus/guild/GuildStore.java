package org.lotusguild.lotus.guild;

import java.util.Map;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;

/** Which live room stands for which key of the file. */
final class GuildStore {

    Map<String, RoomId> rooms(Tx tx) {
        return tx
                .sql("select room_key, room_id from guild_room")
                .list(row -> Map.entry(row.text("room_key"), RoomId.parse(row.text("room_id"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void put(Tx tx, String key, RoomId room) {
        tx.sql("""
                insert into guild_room (room_key, room_id) values (:key, :room)
                on conflict (room_key) do update set room_id = excluded.room_id""").bind("key", key).bind("room", room).update();
    }
}

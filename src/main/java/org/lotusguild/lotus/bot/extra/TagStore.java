package org.lotusguild.lotus.bot.extra;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;

/** Tags by room and name. */
final class TagStore {

    Optional<String> words(Tx tx, RoomId room, String name) {
        return tx.sql("select words from bot_tag where room = :room and name = :name")
                .bind("room", room)
                .bind("name", name)
                .first(row -> row.text("words"));
    }

    List<String> names(Tx tx, RoomId room) {
        return tx.sql("select name from bot_tag where room = :room order by name")
                .bind("room", room)
                .list(row -> row.text("name"));
    }

    void put(Tx tx, RoomId room, String name, String words) {
        tx.sql("""
                insert into bot_tag (room, name, words) values (:room, :name, :words)
                on conflict (room, name) do update set words = excluded.words""").bind("room", room).bind("name", name).bind("words", words).update();
    }

    boolean delete(Tx tx, RoomId room, String name) {
        return tx.sql("delete from bot_tag where room = :room and name = :name")
                        .bind("room", room)
                        .bind("name", name)
                        .update()
                == 1;
    }
}

package org.lotusguild.lotus.matrix.direct;

import java.util.List;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Direct chats that {@code m.direct} has yet to list. */
record DirectStore(UserId account) {

    record Chat(UserId user, RoomId room) {
        private static Chat of(Row row) {
            return new Chat(UserId.parse(row.text("user_id")), RoomId.parse(row.text("room")));
        }
    }

    void add(Tx tx, Chat chat) {
        tx.sql("""
                insert into matrix_direct (account, room, user_id) values (:account, :room, :user)
                on conflict (account, room, user_id) do nothing
                """)
                .bind("account", account)
                .bind("room", chat.room())
                .bind("user", chat.user())
                .update();
    }

    List<Chat> all(Tx tx) {
        return tx.sql("select room, user_id from matrix_direct where account = :account order by user_id, room")
                .bind("account", account)
                .list(Chat::of);
    }

    boolean has(Tx tx, RoomId room) {
        return tx.sql("select room, user_id from matrix_direct where account = :account and room = :room")
                .bind("account", account)
                .bind("room", room)
                .first(Chat::of)
                .isPresent();
    }

    void remove(Tx tx, Chat chat) {
        tx.sql("delete from matrix_direct where account = :account and room = :room and user_id = :user")
                .bind("account", account)
                .bind("room", chat.room())
                .bind("user", chat.user())
                .update();
    }
}

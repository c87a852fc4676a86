package org.lotusguild.lotus.bot.extra;

import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Messages with enough stars. */
final class StarStore {

    /** @param shownAs the message on the board */
    record Starred(EventId event, RoomId room, UserId author, String words, long stars, Optional<EventId> shownAs) {}

    void keep(Tx tx, Starred starred) {
        tx.sql("""
                insert into bot_star (event_id, room, author, words, stars, asked)
                values (:event, :room, :author, :words, :stars, 0) on conflict do nothing""")
                .bind("event", starred.event())
                .bind("room", starred.room())
                .bind("author", starred.author())
                .bind("words", starred.words())
                .bind("stars", starred.stars())
                .update();
    }

    Optional<Starred> find(Tx tx, EventId event) {
        return tx.sql("select event_id, room, author, words, stars, shown_as from bot_star where event_id = :event")
                .bind("event", event)
                .first(row -> new Starred(
                        EventId.parse(row.text("event_id")),
                        RoomId.parse(row.text("room")),
                        UserId.parse(row.text("author")),
                        row.text("words"),
                        row.number("stars"),
                        row.optionalText("shown_as").map(EventId::parse)));
    }

    /** False if it was shown before. */
    boolean ask(Tx tx, EventId event) {
        return tx.sql("update bot_star set asked = 1 where event_id = :event and asked = 0")
                        .bind("event", event)
                        .update()
                == 1;
    }

    void shown(Tx tx, EventId event, EventId as) {
        tx.sql("update bot_star set shown_as = :shown where event_id = :event")
                .bind("event", event)
                .bind("shown", as)
                .update();
    }

    void forget(Tx tx, EventId event) {
        tx.sql("delete from bot_star where event_id = :event")
                .bind("event", event)
                .update();
    }
}

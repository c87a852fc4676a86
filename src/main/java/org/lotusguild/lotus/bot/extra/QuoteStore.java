package org.lotusguild.lotus.bot.extra;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Quotes by room and number. */
final class QuoteStore {

    record Quote(long number, UserId author, String words) {}

    /** Its number; empty if the message is kept already. */
    Optional<Long> keep(Tx tx, RoomId room, EventId event, UserId author, String words) {
        long number = tx.sql("select coalesce(max(number), 0) + 1 as next from bot_quote where room = :room")
                .bind("room", room)
                .first(row -> row.number("next"))
                .orElseThrow();
        int kept = tx.sql("""
                        insert into bot_quote (room, number, event_id, author, words)
                        values (:room, :number, :event, :author, :words) on conflict do nothing""")
                .bind("room", room)
                .bind("number", number)
                .bind("event", event)
                .bind("author", author)
                .bind("words", words)
                .update();
        return kept == 1 ? Optional.of(number) : Optional.empty();
    }

    void forget(Tx tx, EventId event) {
        tx.sql("delete from bot_quote where event_id = :event")
                .bind("event", event)
                .update();
    }

    List<Quote> all(Tx tx, RoomId room) {
        return tx.sql("select number, author, words from bot_quote where room = :room order by number")
                .bind("room", room)
                .list(QuoteStore::quote);
    }

    List<Quote> numbered(Tx tx, RoomId room, long number) {
        return tx.sql("select number, author, words from bot_quote where room = :room and number = :number")
                .bind("room", room)
                .bind("number", number)
                .list(QuoteStore::quote);
    }

    List<Quote> by(Tx tx, RoomId room, UserId author) {
        return tx.sql("""
                        select number, author, words from bot_quote
                        where room = :room and author = :author order by number""").bind("room", room).bind("author", author).list(QuoteStore::quote);
    }

    private static Quote quote(Row row) {
        return new Quote(row.number("number"), UserId.parse(row.text("author")), row.text("words"));
    }
}

package org.lotusguild.lotus.bot.extra;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Posts to come. */
final class ScheduleStore {

    /** @param rule five fields of cron, or {@code date} for once */
    record Entry(String id, UserId author, RoomId room, String rule, String words, Instant dueAt) {}

    void put(Tx tx, Entry entry) {
        tx.sql("""
                insert into bot_schedule (id, author, room, rule, words, due_at)
                values (:id, :author, :room, :rule, :words, :dueAt)
                on conflict (id) do update set due_at = excluded.due_at""")
                .bind("id", entry.id())
                .bind("author", entry.author())
                .bind("room", entry.room())
                .bind("rule", entry.rule())
                .bind("words", entry.words())
                .bind("dueAt", entry.dueAt())
                .update();
    }

    void forget(Tx tx, String id) {
        tx.sql("delete from bot_schedule where id = :id").bind("id", id).update();
    }

    Optional<Entry> byId(Tx tx, String id) {
        return tx.sql("select id, author, room, rule, words, due_at from bot_schedule where id = :id")
                .bind("id", id)
                .first(ScheduleStore::entry);
    }

    /** The next first. */
    List<Entry> of(Tx tx, UserId author) {
        return tx.sql("""
                        select id, author, room, rule, words, due_at from bot_schedule
                        where author = :author order by due_at, id""").bind("author", author).list(ScheduleStore::entry);
    }

    /** The next first. */
    List<Entry> in(Tx tx, RoomId room) {
        return tx.sql("""
                        select id, author, room, rule, words, due_at from bot_schedule
                        where room = :room order by due_at, id""").bind("room", room).list(ScheduleStore::entry);
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.text("id"),
                UserId.parse(row.text("author")),
                RoomId.parse(row.text("room")),
                row.text("rule"),
                row.text("words"),
                row.instant("due_at"));
    }
}

package org.lotusguild.lotus.bot.extra;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Reminders that have not come yet. */
final class ReminderStore {

    /**
     * What somebody wants to be told of.
     *
     * @param thread root of the thread that it is told in
     * @param event the message that others join by
     */
    record Reminder(
            String id,
            UserId owner,
            RoomId room,
            Optional<EventId> thread,
            String words,
            Instant dueAt,
            Optional<EventId> event) {}

    void put(Tx tx, Reminder reminder) {
        tx.sql("""
                insert into bot_reminder (id, owner, room, thread, words, due_at)
                values (:id, :owner, :room, :thread, :words, :dueAt)""")
                .bind("id", reminder.id())
                .bind("owner", reminder.owner())
                .bind("room", reminder.room())
                .bind("thread", reminder.thread().map(EventId::value).orElse(null))
                .bind("words", reminder.words())
                .bind("dueAt", reminder.dueAt())
                .update();
    }

    void sent(Tx tx, String id, EventId event) {
        tx.sql("update bot_reminder set event_id = :event where id = :id")
                .bind("id", id)
                .bind("event", event)
                .update();
    }

    void forget(Tx tx, String id) {
        tx.sql("delete from bot_reminder where id = :id").bind("id", id).update();
    }

    Optional<Reminder> byId(Tx tx, String id) {
        return tx.sql("select id, owner, room, thread, words, due_at, event_id from bot_reminder where id = :id")
                .bind("id", id)
                .first(ReminderStore::reminder);
    }

    /** The next first. */
    List<Reminder> of(Tx tx, UserId owner) {
        return tx.sql("""
                        select id, owner, room, thread, words, due_at, event_id from bot_reminder
                        where owner = :owner order by due_at, id""").bind("owner", owner).list(ReminderStore::reminder);
    }

    /** The next first. */
    List<Reminder> in(Tx tx, RoomId room) {
        return tx.sql("""
                        select id, owner, room, thread, words, due_at, event_id from bot_reminder
                        where room = :room order by due_at, id""").bind("room", room).list(ReminderStore::reminder);
    }

    private static Reminder reminder(Row row) {
        return new Reminder(
                row.text("id"),
                UserId.parse(row.text("owner")),
                RoomId.parse(row.text("room")),
                row.optionalText("thread").map(EventId::parse),
                row.text("words"),
                row.instant("due_at"),
                row.optionalText("event_id").map(EventId::parse));
    }
}

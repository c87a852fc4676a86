package org.lotusguild.lotus.bot.poll;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.JsonNode;

/** Open polls; a poll that has ended is forgotten. */
final class PollStore {

    void put(Tx tx, Poll poll) {
        tx.sql("""
                insert into bot_poll (id, room, author, question, options, form, made_at, ends_at, thread)
                values (:id, :room, :author, :question, :options, :form, :madeAt, :endsAt, :thread)""")
                .bind("id", poll.id())
                .bind("room", poll.room())
                .bind("author", poll.author())
                .bind("question", poll.question())
                .bind("options", Json.text(poll.options()))
                .bind("form", poll.form())
                .bind("madeAt", poll.madeAt())
                .bind("endsAt", poll.endsAt())
                .bind("thread", poll.thread().orElse(null))
                .update();
    }

    void sent(Tx tx, String id, EventId event) {
        tx.sql("update bot_poll set event_id = :event where id = :id")
                .bind("id", id)
                .bind("event", event)
                .update();
    }

    void forget(Tx tx, String id) {
        tx.sql("delete from bot_poll where id = :id").bind("id", id).update();
    }

    Optional<Poll> byId(Tx tx, String id) {
        return tx.sql("""
                        select id, room, author, question, options, form, made_at, ends_at, thread, event_id
                        from bot_poll where id = :id""").bind("id", id).first(PollStore::poll);
    }

    Optional<Poll> byEvent(Tx tx, EventId event) {
        return tx.sql("""
                        select id, room, author, question, options, form, made_at, ends_at, thread, event_id
                        from bot_poll where event_id = :event""").bind("event", event).first(PollStore::poll);
    }

    /** The polls of a room, the newest first. */
    List<Poll> in(Tx tx, RoomId room) {
        return tx.sql("""
                        select id, room, author, question, options, form, made_at, ends_at, thread, event_id
                        from bot_poll where room = :room order by made_at desc, id""").bind("room", room).list(PollStore::poll);
    }

    private static Poll poll(Row row) {
        List<String> options = Json.parse(row.text("options"))
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
        return new Poll(
                row.text("id"),
                RoomId.parse(row.text("room")),
                UserId.parse(row.text("author")),
                row.text("question"),
                options,
                Poll.Form.valueOf(row.text("form")),
                row.instant("made_at"),
                row.instant("ends_at"),
                row.optionalText("thread").map(EventId::parse),
                row.optionalText("event_id").map(EventId::parse));
    }
}

package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Table {@code webhook_post}: the parts of deliveries that are not over yet. */
final class PostStore {

    /** @param key absent: still to be uploaded */
    record Post(int part, What what, Optional<String> key, Optional<EventId> event, boolean done) {}

    void add(Tx tx, String delivery, RoomId room, int part, What what, UserId account, Optional<String> key) {
        tx.sql("""
                insert into webhook_post (delivery, room, part, what, account, send_key)
                values (:delivery, :room, :part, :what, :account, :key)""")
                .bind("delivery", delivery)
                .bind("room", room)
                .bind("part", part)
                .bind("what", what)
                .bind("account", account)
                .bind("key", key.orElse(null))
                .update();
    }

    List<Post> of(Tx tx, String delivery, RoomId room) {
        return tx.sql("""
                        select part, what, send_key, event_id, done_at from webhook_post
                        where delivery = :delivery and room = :room order by part""")
                .bind("delivery", delivery)
                .bind("room", room)
                .list(row -> new Post(
                        (int) row.number("part"),
                        What.valueOf(row.text("what")),
                        row.optionalText("send_key"),
                        row.optionalText("event_id").map(EventId::parse),
                        row.optionalNumber("done_at").isPresent()));
    }

    void queued(Tx tx, String delivery, RoomId room, int part, String key) {
        tx.sql("update webhook_post set send_key = :key where delivery = :delivery and room = :room and part = :part")
                .bind("delivery", delivery)
                .bind("room", room)
                .bind("part", part)
                .bind("key", key)
                .update();
    }

    void done(Tx tx, String delivery, RoomId room, int part, Optional<EventId> event, Instant now) {
        tx.sql("""
                update webhook_post set event_id = :event, done_at = :now
                where delivery = :delivery and room = :room and part = :part""")
                .bind("delivery", delivery)
                .bind("room", room)
                .bind("part", part)
                .bind("event", event.orElse(null))
                .bind("now", now)
                .update();
    }

    List<EventId> events(Tx tx, String delivery) {
        return tx.sql("""
                        select event_id from webhook_post
                        where delivery = :delivery and event_id is not null order by room, part""").bind("delivery", delivery).list(row -> EventId.parse(row.text("event_id")));
    }

    /** What did not arrive in the room is tried anew. */
    void forgetUnfinished(Tx tx, String delivery, RoomId room) {
        tx.sql("delete from webhook_post where delivery = :delivery and room = :room and event_id is null")
                .bind("delivery", delivery)
                .bind("room", room)
                .update();
    }

    /** Of deliveries that nobody knows any more. */
    void forgetLost(Tx tx) {
        tx.sql("delete from webhook_post where delivery not in (select id from webhook_delivery)")
                .update();
    }

    void forget(Tx tx, String delivery) {
        tx.sql("delete from webhook_post where delivery = :delivery")
                .bind("delivery", delivery)
                .update();
    }
}

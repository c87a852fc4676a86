package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Table {@code webhook_post}: the parts of deliveries that are not over yet. What they say lies sealed. */
final class PostStore {
    private final Vault vault;

    PostStore(Vault vault) {
        this.vault = vault;
    }

    /** Which part. */
    record Place(String delivery, RoomId room, int part) {
        org.lotusguild.lotus.crypto.seal.Place seal() {
            return new org.lotusguild.lotus.crypto.seal.Place(
                    "webhook_post.draft", delivery, room.value(), Integer.toString(part));
        }
    }

    /**
     * @param key in the send queue; absent: still to be uploaded, or to be sent again
     * @param draft absent where it is a file or a picture
     */
    record Post(
            int part, What what, Optional<String> key, Optional<EventId> event, boolean done, Optional<Draft> draft) {}

    void add(Tx tx, Place place, What what, UserId account, Optional<Draft> draft) {
        tx.sql("""
                insert into webhook_post (delivery, room, part, what, account, draft)
                values (:delivery, :room, :part, :what, :account, :draft)""")
                .bind("delivery", place.delivery())
                .bind("room", place.room())
                .bind("part", place.part())
                .bind("what", what)
                .bind("account", account)
                .bind(
                        "draft",
                        draft.map(kept -> vault.seal(Json.bytes(kept), place.seal()))
                                .orElse(null))
                .update();
    }

    /** The room is told nothing: that need not be found out again while another one still waits for the delivery. */
    void nothing(Tx tx, String delivery, RoomId room, Instant now) {
        tx.sql("""
                insert into webhook_post (delivery, room, part, what, account, done_at)
                values (:delivery, :room, 0, :what, '', :now) on conflict do nothing""")
                .bind("delivery", delivery)
                .bind("room", room)
                .bind("what", What.NOTHING)
                .bind("now", now)
                .update();
    }

    List<Post> of(Tx tx, String delivery, RoomId room) {
        return tx.sql("""
                        select part, what, send_key, event_id, done_at, draft from webhook_post
                        where delivery = :delivery and room = :room order by part""")
                .bind("delivery", delivery)
                .bind("room", room)
                .list(row -> post(row, new Place(delivery, room, (int) row.number("part"))));
    }

    private Post post(Row row, Place place) {
        return new Post(
                place.part(),
                What.valueOf(row.text("what")),
                row.optionalText("send_key"),
                row.optionalText("event_id").map(EventId::parse),
                row.optionalNumber("done_at").isPresent(),
                row.optionalBytes("draft")
                        .map(bytes -> Json.read(Json.parse(vault.openText(bytes, place.seal())), Draft.class)));
    }

    void queued(Tx tx, Place place, String key) {
        tx.sql("update webhook_post set send_key = :key where delivery = :delivery and room = :room and part = :part")
                .bind("delivery", place.delivery())
                .bind("room", place.room())
                .bind("part", place.part())
                .bind("key", key)
                .update();
    }

    void done(Tx tx, Place place, Optional<EventId> event, Instant now) {
        tx.sql("""
                update webhook_post set event_id = :event, done_at = :now
                where delivery = :delivery and room = :room and part = :part""")
                .bind("delivery", place.delivery())
                .bind("room", place.room())
                .bind("part", place.part())
                .bind("event", event.orElse(null))
                .bind("now", now)
                .update();
    }

    List<EventId> events(Tx tx, String delivery) {
        return tx.sql("""
                        select event_id from webhook_post
                        where delivery = :delivery and event_id is not null order by room, part""").bind("delivery", delivery).list(row -> EventId.parse(row.text("event_id")));
    }

    /** What did not arrive in the room is sent again, as it is. */
    void again(Tx tx, String delivery, RoomId room) {
        tx.sql("""
                update webhook_post set send_key = null
                where delivery = :delivery and room = :room and done_at is null""").bind("delivery", delivery).bind("room", room).update();
    }

    /** Unless some of it arrived in the room: then the rest may still be sent. */
    void forgetUnlessBegun(Tx tx, String delivery, RoomId room) {
        tx.sql("""
                delete from webhook_post where delivery = :delivery and room = :room
                    and not exists (select 1 from webhook_post as other
                        where other.delivery = :delivery and other.room = :room and other.done_at is not null)""").bind("delivery", delivery).bind("room", room).update();
    }

    /** A room that refused a hook, and when that is tried again. */
    record Refused(String hook, RoomId room, Instant until) {}

    List<Refused> refused(Tx tx, Instant now) {
        return tx.sql("""
                        select d.hook, p.room, min(d.due_at) as until from webhook_delivery d
                        join webhook_post p on p.delivery = d.id
                        where d.done_at is null and d.state = 'RETRY' and d.due_at > :now and p.done_at is null
                        group by d.hook, p.room""")
                .bind("now", now)
                .list(row -> new Refused(row.text("hook"), RoomId.parse(row.text("room")), row.instant("until")));
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

package org.lotusguild.lotus.bot.extra;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;

/**
 * Which sign on which message leads to which room; messages on their way by the event that asked for them. Where a message
 * stands is not known of those that were posted before that was kept.
 */
final class RoleStore {

    /**
     * A message that is about to be sent.
     *
     * @param room empty where it was asked for before that was kept
     */
    record Post(Optional<RoomId> room, List<RoomId> leadsTo) {
        Post {
            leadsTo = List.copyOf(leadsTo);
        }
    }

    void prepare(Tx tx, String id, Post post) {
        tx.sql("insert into bot_role_post (id, rooms, posted_in) values (:id, :rooms, :room)")
                .bind("id", id)
                .bind("room", post.room().map(RoomId::value).orElse(null))
                .bind("rooms", post.leadsTo().stream().map(RoomId::value).collect(Collectors.joining(" ")))
                .update();
    }

    Optional<Post> prepared(Tx tx, String id) {
        return tx.sql("select rooms, posted_in from bot_role_post where id = :id")
                .bind("id", id)
                .first(row -> new Post(
                        row.optionalText("posted_in").map(RoomId::parse),
                        Arrays.stream(row.text("rooms").split(" ", -1))
                                .map(RoomId::parse)
                                .toList()));
    }

    void forget(Tx tx, String id) {
        tx.sql("delete from bot_role_post where id = :id").bind("id", id).update();
    }

    void put(Tx tx, Optional<RoomId> postedIn, EventId event, String sign, RoomId room) {
        tx.sql("insert into bot_role (event_id, sign, room, posted_in) values (:event, :sign, :room, :postedIn)")
                .bind("event", event)
                .bind("postedIn", postedIn.map(RoomId::value).orElse(null))
                .bind("sign", sign)
                .bind("room", room)
                .update();
    }

    /** @param in the room of the reaction */
    Optional<RoomId> room(Tx tx, RoomId in, EventId event, String sign) {
        return tx.sql("""
                        select room from bot_role
                        where event_id = :event and sign = :sign and (posted_in is null or posted_in = :there)""")
                .bind("event", event)
                .bind("there", in)
                .bind("sign", sign)
                .first(row -> RoomId.parse(row.text("room")));
    }

    void remove(Tx tx, EventId event) {
        tx.sql("delete from bot_role where event_id = :event")
                .bind("event", event)
                .update();
    }
}

package org.lotusguild.lotus.bot;

import java.util.List;
import java.util.stream.StreamSupport;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.JsonNode;

/** Posts on their way whose event id a feature waits for. */
final class BindStore {
    private final UserId account;

    BindStore(UserId account) {
        this.account = account;
    }

    /** @param sendKey of the post in the send queue */
    record Bound(String sendKey, RoomId room, Reply.Bind bind, List<String> seed) {}

    /** The same post again is the same post. */
    void put(Tx tx, Bound bound) {
        tx.sql("""
                insert into bot_bind (account, send_key, kind, bind_key, room, seed)
                values (:account, :sendKey, :kind, :key, :room, :seed)
                on conflict do nothing""")
                .bind("account", account)
                .bind("sendKey", bound.sendKey())
                .bind("kind", bound.bind().kind())
                .bind("key", bound.bind().key())
                .bind("room", bound.room())
                .bind("seed", written(bound.seed()))
                .update();
    }

    /** False if it was taken before. */
    boolean take(Tx tx, String sendKey) {
        return tx.sql("delete from bot_bind where account = :account and send_key = :sendKey")
                        .bind("account", account)
                        .bind("sendKey", sendKey)
                        .update()
                == 1;
    }

    List<Bound> all(Tx tx) {
        return tx.sql("select send_key, kind, bind_key, room, seed from bot_bind where account = :account")
                .bind("account", account)
                .list(row -> new Bound(
                        row.text("send_key"),
                        RoomId.parse(row.text("room")),
                        new Reply.Bind(row.text("kind"), row.text("bind_key")),
                        read(row.text("seed"))));
    }

    private static String written(List<String> seed) {
        var object = Json.object();
        var keys = object.putArray("keys");
        seed.forEach(keys::add);
        return Json.text(object);
    }

    private static List<String> read(String seed) {
        return StreamSupport.stream(Json.parseObject(seed).path("keys").spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }
}

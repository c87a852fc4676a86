package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Table {@code webhook_calm}: what the rules that keep a room calm remember between two deliveries, sealed. */
final class CalmStore {
    private final Vault vault;

    CalmStore(Vault vault) {
        this.vault = vault;
    }

    enum Kind {
        FLAP,
        GROUP,
        HOUR,
        /** Room: the one of the dead letters. */
        DEAD
    }

    record Spot(String hook, RoomId room, Kind kind, String name) {
        Place seal() {
            return new Place("webhook_calm." + kind, hook, room.value(), name);
        }
    }

    <T> Optional<T> find(Tx tx, Spot place, Class<T> type) {
        return tx.sql("""
                        select state from webhook_calm
                        where hook = :hook and room = :room and kind = :kind and name = :name""")
                .bind("hook", place.hook())
                .bind("room", place.room())
                .bind("kind", place.kind())
                .bind("name", place.name())
                .first(row -> read(row, place, type));
    }

    private <T> T read(Row row, Spot place, Class<T> type) {
        return Json.read(Json.parse(vault.openText(row.bytes("state"), place.seal())), type);
    }

    /** @param until after which nobody needs it, or when it is to be looked at */
    void keep(Tx tx, Spot place, Object state, Instant until) {
        tx.sql("""
                insert into webhook_calm (hook, room, kind, name, state, until_at)
                values (:hook, :room, :kind, :name, :state, :until)
                on conflict (hook, room, kind, name) do update set state = excluded.state, until_at = excluded.until_at""")
                .bind("hook", place.hook())
                .bind("room", place.room())
                .bind("kind", place.kind())
                .bind("name", place.name())
                .bind("state", vault.seal(Json.bytes(state), place.seal()))
                .bind("until", until)
                .update();
    }

    void forget(Tx tx, Spot place) {
        tx.sql("delete from webhook_calm where hook = :hook and room = :room and kind = :kind and name = :name")
                .bind("hook", place.hook())
                .bind("room", place.room())
                .bind("kind", place.kind())
                .bind("name", place.name())
                .update();
    }

    List<Spot> over(Tx tx, Kind kind, Instant now) {
        return tx.sql("select hook, room, name from webhook_calm where kind = :kind and until_at <= :now")
                .bind("kind", kind)
                .bind("now", now)
                .list(row -> new Spot(row.text("hook"), RoomId.parse(row.text("room")), kind, row.text("name")));
    }

    List<Spot> all(Tx tx, Kind kind, String name) {
        return tx.sql("select hook, room from webhook_calm where kind = :kind and name = :name")
                .bind("kind", kind)
                .bind("name", name)
                .list(row -> new Spot(row.text("hook"), RoomId.parse(row.text("room")), kind, name));
    }

    void forgetOver(Tx tx, Instant now) {
        tx.sql("delete from webhook_calm where until_at <= :now and kind <> 'FLAP'")
                .bind("now", now)
                .update();
    }
}

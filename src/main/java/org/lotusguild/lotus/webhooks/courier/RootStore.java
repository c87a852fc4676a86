package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Root;

/** Table {@code webhook_root}: the messages that stand for things. What they show lies sealed. */
final class RootStore {
    private final Vault vault;

    RootStore(Vault vault) {
        this.vault = vault;
    }

    /** Which thing. */
    record Thing(String hook, RoomId room, String key) {}

    /**
     * @param delivery that made the message
     * @param newest the last delivery that changed it
     * @param event absent until the homeserver has it
     */
    record Standing(UserId account, String delivery, String newest, Optional<EventId> event, boolean open, Root root) {}

    Optional<Standing> find(Tx tx, Thing thing) {
        return tx.sql("""
                        select account, delivery, newest, event_id, opened_at, closed_at, count, best, shown from webhook_root
                        where hook = :hook and room = :room and root_key = :key""")
                .bind("hook", thing.hook())
                .bind("room", thing.room())
                .bind("key", thing.key())
                .first(row -> new Standing(
                        UserId.parse(row.text("account")),
                        row.text("delivery"),
                        row.text("newest"),
                        row.optionalText("event_id").map(EventId::parse),
                        row.optionalNumber("closed_at").isEmpty(),
                        new Root(
                                row.instant("opened_at"),
                                (int) row.number("count"),
                                row.number("best"),
                                shown(row.bytes("shown"), thing))));
    }

    private Notice shown(byte[] sealed, Thing thing) {
        return Json.read(Json.parse(vault.openText(sealed, place(thing))), Notice.class);
    }

    private byte[] sealed(Notice shown, Thing thing) {
        return vault.seal(Json.bytes(shown), place(thing));
    }

    private static Place place(Thing thing) {
        return new Place("webhook_root.shown", thing.hook(), thing.room().value(), thing.key());
    }

    /** In the place of an older one. */
    void open(Tx tx, Thing thing, UserId account, String delivery, Root root, boolean closed) {
        tx.sql("""
                insert into webhook_root (hook, room, root_key, account, delivery, newest, opened_at, updated_at, closed_at,
                    count, best, shown)
                values (:hook, :room, :key, :account, :delivery, :delivery, :at, :at, :closed, :count, :best, :shown)
                on conflict (hook, room, root_key) do update set account = excluded.account,
                    delivery = excluded.delivery, newest = excluded.newest, event_id = null, opened_at = excluded.opened_at,
                    updated_at = excluded.updated_at, closed_at = excluded.closed_at, count = excluded.count,
                    best = excluded.best, shown = excluded.shown""")
                .bind("hook", thing.hook())
                .bind("room", thing.room())
                .bind("key", thing.key())
                .bind("account", account)
                .bind("delivery", delivery)
                .bind("at", root.opened())
                .bind("closed", closed ? root.opened() : null)
                .bind("count", root.count())
                .bind("best", root.best())
                .bind("shown", sealed(root.shown(), thing))
                .update();
    }

    void update(Tx tx, Thing thing, String newest, Root root, boolean closed, Instant now) {
        tx.sql("""
                update webhook_root set newest = :newest, updated_at = :now, closed_at = :closed, count = :count, best = :best,
                    shown = :shown
                where hook = :hook and room = :room and root_key = :key""")
                .bind("hook", thing.hook())
                .bind("room", thing.room())
                .bind("key", thing.key())
                .bind("newest", newest)
                .bind("now", now)
                .bind("closed", closed ? now : null)
                .bind("count", root.count())
                .bind("best", root.best())
                .bind("shown", sealed(root.shown(), thing))
                .update();
    }

    /** The message that the delivery made is there. */
    void arrived(Tx tx, String delivery, RoomId room, EventId event) {
        tx.sql(
                        "update webhook_root set event_id = :event where delivery = :delivery and room = :room and event_id is null")
                .bind("event", event)
                .bind("delivery", delivery)
                .bind("room", room)
                .update();
    }

    /** It will never be there. */
    void failed(Tx tx, String delivery, RoomId room) {
        tx.sql("delete from webhook_root where delivery = :delivery and room = :room and event_id is null")
                .bind("delivery", delivery)
                .bind("room", room)
                .update();
    }

    void forgetPending(Tx tx, String hook, RoomId room, UserId account) {
        tx.sql(
                        "delete from webhook_root where hook = :hook and room = :room and account = :account and event_id is null")
                .bind("hook", hook)
                .bind("room", room)
                .bind("account", account)
                .update();
    }

    void forget(Tx tx, Thing thing) {
        tx.sql("delete from webhook_root where hook = :hook and room = :room and root_key = :key")
                .bind("hook", thing.hook())
                .bind("room", thing.room())
                .bind("key", thing.key())
                .update();
    }

    /** What else the message of this delivery stood for. */
    void forgetOthers(Tx tx, String delivery, RoomId room, String kept) {
        tx.sql("delete from webhook_root where delivery = :delivery and room = :room and root_key <> :kept")
                .bind("delivery", delivery)
                .bind("room", room)
                .bind("kept", kept)
                .update();
    }

    /** Open ones end in silence, closed ones are of no use any more. */
    void forgetBefore(Tx tx, Instant limit) {
        tx.sql("delete from webhook_root where updated_at < :limit and event_id is not null")
                .bind("limit", limit)
                .update();
    }
}

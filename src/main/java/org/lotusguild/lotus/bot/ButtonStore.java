package org.lotusguild.lotus.bot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.store.Tx;

/** Buttons below own messages, by the key of the message in the send queue. */
final class ButtonStore {
    private final UserId account;

    ButtonStore(UserId account) {
        this.account = account;
    }

    /**
     * @param thread the root of the thread that the message is in
     * @param until when it works no more
     */
    record Pressed(String sendKey, String line, boolean once, Optional<EventId> thread, Instant until) {}

    /** @param place what the message answers */
    void add(Tx tx, String sendKey, Origin place, List<Reply.Button> buttons) {
        tx.batch(
                """
                insert into bot_button (account, send_key, sign, line, once, room, thread)
                values (:account, :sendKey, :sign, :line, :once, :room, :thread) on conflict do nothing""",
                buttons,
                (row, button) -> row.bind("account", account)
                        .bind("sendKey", sendKey)
                        .bind("sign", Emoji.plain(button.key()))
                        .bind("line", button.line())
                        .bind("once", button.once())
                        .bind("room", place.room())
                        .bind("thread", place.thread().map(EventId::value).orElse(null)));
    }

    /** The message has arrived: they work from now on. */
    void sent(Tx tx, String sendKey, EventId event, Instant until) {
        tx.sql(
                        "update bot_button set event_id = :event, until = :until where account = :account and send_key = :sendKey")
                .bind("account", account)
                .bind("sendKey", sendKey)
                .bind("event", event)
                .bind("until", until)
                .update();
    }

    Optional<Pressed> pressed(Tx tx, RoomId room, EventId event, String sign, Instant now) {
        return tx.sql("""
                        select send_key, line, once, thread, until from bot_button
                        where account = :account and room = :room and event_id = :event and sign = :sign
                            and until > :now""")
                .bind("account", account)
                .bind("room", room)
                .bind("event", event)
                .bind("sign", sign)
                .bind("now", now)
                .first(row -> new Pressed(
                        row.text("send_key"),
                        row.text("line"),
                        row.flag("once"),
                        row.optionalText("thread").map(EventId::parse),
                        row.instant("until")));
    }

    /** All of one message work no more; false if none of them did any more. */
    boolean end(Tx tx, String sendKey, Instant now) {
        return tx.sql("""
                        update bot_button set until = :now
                        where account = :account and send_key = :sendKey and until > :now""")
                        .bind("account", account)
                        .bind("sendKey", sendKey)
                        .bind("now", now)
                        .update()
                > 0;
    }

    /** All of one message. */
    void last(Tx tx, String sendKey, Instant until) {
        tx.sql("update bot_button set until = :until where account = :account and send_key = :sendKey")
                .bind("account", account)
                .bind("sendKey", sendKey)
                .bind("until", until)
                .update();
    }

    /** All of one message. */
    void forget(Tx tx, String sendKey) {
        tx.sql("delete from bot_button where account = :account and send_key = :sendKey")
                .bind("account", account)
                .bind("sendKey", sendKey)
                .update();
    }

    void forgetBefore(Tx tx, Instant now) {
        tx.sql("delete from bot_button where account = :account and until <= :now")
                .bind("account", account)
                .bind("now", now)
                .update();
    }
}

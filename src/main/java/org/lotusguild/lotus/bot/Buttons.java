package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;

/** Reactions that run a command line as if whoever pressed had typed it. They work for a day. */
final class Buttons implements Feature {
    private static final String KIND = "button";
    private static final Duration LIFE = Duration.ofDays(1);

    private final ButtonStore store;
    private final Database db;

    Buttons(UserId account, Database db) {
        this.store = new ButtonStore(account);
        this.db = db;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Notes the buttons of a message that is about to be sent, and what its event id is to be told to. */
    Reply.Bind add(Tx tx, String sendKey, Origin place, List<Reply.Button> buttons) {
        store.add(tx, sendKey, place, buttons);
        return new Reply.Bind(KIND, sendKey);
    }

    @Override
    public Reply bound(Tx tx, String key, EventId event, Instant now) {
        store.sent(tx, key, event, now.plus(LIFE));
        return new Reply.Silence();
    }

    @Override
    public Reply unsent(Tx tx, String key, Instant now) {
        store.forget(tx, key);
        return new Reply.Silence();
    }

    /** The button that this reaction presses. */
    Optional<ButtonStore.Pressed> pressed(Incoming.Reaction reaction, Instant now) {
        String sign = Emoji.plain(reaction.key());
        return db.read(tx -> store.pressed(tx, reaction.meta().room(), reaction.target(), sign, now));
    }

    /** False if another press was first: what may be only once ends the buttons of its message. */
    boolean used(Tx tx, ButtonStore.Pressed button, Instant now) {
        return !button.once() || store.end(tx, button.sendKey(), now);
    }

    /** Nothing came of the press: it may be tried again. */
    void giveBack(Tx tx, ButtonStore.Pressed button) {
        if (button.once()) {
            store.last(tx, button.sendKey(), button.until());
        }
    }

    void forgetBefore(Tx tx, Instant now) {
        store.forgetBefore(tx, now);
    }

    /** What the presser would have typed, there where the button is. */
    static Incoming.Message typed(ButtonStore.Pressed button, Incoming.Reaction reaction, String prefix) {
        EventMeta meta = reaction.meta();
        EventMeta there = new EventMeta(
                meta.room(),
                meta.id(),
                meta.sender(),
                meta.sentAt(),
                meta.age(),
                meta.late(),
                meta.encrypted(),
                meta.trust(),
                Optional.empty(),
                button.thread());
        return new Incoming.Message(there, "m.text", prefix + button.line(), Optional.empty(), Set.of(), Json.object());
    }
}

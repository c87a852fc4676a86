package org.lotusguild.lotus.bot.welcome;

import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Voice;
import org.lotusguild.lotus.store.Tx;

/** Asks guests who are in their chat, each once. */
final class Questions {
    static final String YES = "✅";
    static final String KIND = "welcome";

    private final WelcomeSetting setting;
    private final WelcomeStore store;
    private final WelcomeWords words;

    Questions(WelcomeSetting setting, WelcomeStore store, WelcomeWords words) {
        this.setting = setting;
        this.store = store;
        this.words = words;
    }

    void ask(Voice voice, Guest guest) {
        voice.say(
                cause(guest, "ask"),
                tx -> store.guest(tx, guest.user()).map(now -> ask(tx, now)).orElseGet(Reply.Silence::new));
    }

    Reply ask(Tx tx, Guest guest) {
        boolean open = Set.of(Guest.State.WAITING, Guest.State.INVITED).contains(guest.state());
        if (!open
                || guest.room().isEmpty()
                || !store.move(
                        tx,
                        guest.user(),
                        guest.state(),
                        Guest.State.ASKED,
                        setting.clock().instant())) {
            return new Reply.Silence();
        }
        return new Reply.Post(guest.room().get(), words.question(guest, name(tx, guest.user())))
                .seeded(List.of(YES))
                .bound(new Reply.Bind(KIND, guest.user().value()));
    }

    String name(Tx tx, UserId user) {
        return setting.rooms().displayName(tx, setting.space(), user);
    }

    /** Of what is said because of this state of the guest. */
    static String cause(Guest guest, String what) {
        return "welcome/%s/%s/%d".formatted(guest.user(), what, guest.changed().toEpochMilli());
    }
}

package org.lotusguild.lotus.bot;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.store.Tx;

/**
 * What is answered to a command line.
 *
 * @param command its name; empty where none was run
 * @param cooldown until when the caller then has to wait
 * @param button that brought it forth
 */
record Answer(String command, Reply reply, Optional<Instant> cooldown, Optional<ButtonStore.Pressed> button) {
    static Answer of(Reply reply) {
        return new Answer("", reply, Optional.empty(), Optional.empty());
    }

    /** A command has run because of it. */
    Answer by(ButtonStore.Pressed pressed) {
        return command.isEmpty() ? this : new Answer(command, reply, cooldown, Optional.of(pressed));
    }

    boolean nothing() {
        return reply instanceof Reply.Silence && button.isEmpty();
    }

    /** False where another press has used the button up meanwhile. */
    boolean first(Tx tx, Buttons buttons, Instant now) {
        return button.map(pressed -> buttons.used(tx, pressed, now)).orElse(true);
    }

    CommandOutcome outcome() {
        return switch (reply) {
            case Reply.Refuse _, Reply.Misused _ -> CommandOutcome.REFUSED;
            case Reply.React _, Reply.Silence _ when command.isEmpty() -> CommandOutcome.IGNORED;
            case Reply _ -> command.isEmpty() ? CommandOutcome.UNKNOWN : CommandOutcome.ANSWERED;
        };
    }
}

package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.crypto.Trust;

/** The short answers around commands: mistyped names, cooldowns. */
final class Hints {
    private static final int LONGEST_NAME = 32;

    private final String prefix;
    private final Buckets<UserId> once = new Buckets<>(1, Duration.ofMinutes(1));
    private final Unanswered<Boolean> unanswered = new Unanswered<>();

    Hints(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Other bots share the prefix, so an unknown name that is near to nothing is answered only in a direct chat.
     *
     * @param trigger counts as one hint until it is {@link #answered}
     */
    Reply unknown(String typed, Optional<String> near, UserId caller, EventId trigger, boolean direct, Instant now) {
        if (near.isEmpty() && !direct || !unanswered.of(trigger, () -> once.take(caller, now))) {
            return new Reply.Silence();
        }
        String hint = near.map(name -> "Did you mean %s%s?".formatted(prefix, name))
                .orElse("%shelp lists what I know.".formatted(prefix));
        return Reply.say("No command %s%s. %s".formatted(prefix, name(typed), hint));
    }

    void answered(EventId trigger) {
        unanswered.answered(trigger);
    }

    /** What help is asked about may be anything: no more is repeated than a command's name could be. */
    private static String name(String typed) {
        String letters = typed.replaceAll("[^A-Za-z0-9_-]", "");
        return letters.substring(0, Math.min(LONGEST_NAME, letters.length()));
    }

    /** The caller has the role, the device no signature. */
    Reply unsigned(Command command, Trust trust) {
        return Reply.refuse(
                trust == Trust.CLEAR
                        ? "%s: I take this from encrypted messages only.".formatted(command.name())
                        : "%s: I take this only from a device that you have verified in your own settings."
                                .formatted(command.name()));
    }

    Reply wait(Command command, Duration wait) {
        return Reply.refuse("%s: wait %s.".formatted(command.name(), Durations.shown(wait)));
    }
}

package org.lotusguild.lotus.bot.command;

import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.message.Pills;

/** Reads whom somebody means: {@code @name:example.org}, a matrix.to link, or a pill. */
public final class People {
    private People() {}

    /**
     * Only who is named there: a mention besides may be of whoever is replied to.
     *
     * @param text an argument of the call
     */
    public static Optional<UserId> meant(String text, Call call) {
        String word = text.strip();
        return parsed(word).or(() -> Pills.user(word)).or(() -> call.html().flatMap(html -> Pills.named(html, word)));
    }

    private static Optional<UserId> parsed(String text) {
        try {
            return Optional.of(UserId.parse(text));
        } catch (IllegalArgumentException notAUser) {
            return Optional.empty();
        }
    }
}

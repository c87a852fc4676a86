package org.lotusguild.lotus.bot;

import java.util.List;
import org.lotusguild.lotus.base.Nearest;

/**
 * A command that the file may change, as it stands under {@code bot.commands}. Help is not among them: it must always be
 * there.
 */
public record CommandName(String value) {
    /** In the order of the help. An integration test holds this list against the commands of a running bot. */
    private static final List<String> KNOWN = List.of(
            "ping",
            "health",
            "8ball",
            "fortune",
            "flip",
            "roll",
            "random",
            "rps",
            "champion",
            "agent",
            "trivia",
            "wordle",
            "poll",
            "minecraft",
            "ask",
            "welcome");

    /** Those that are off until the file names them under {@code bot.extras}. */
    private static final List<String> EXTRAS =
            List.of("choose", "leaderboard", "remind", "quote", "tag", "roles", "schedule", "birthday");

    /** @throws IllegalArgumentException if Lotus has no such command */
    public static CommandName parse(String text) {
        if (!KNOWN.contains(text) && !EXTRAS.contains(text)) {
            throw new IllegalArgumentException("unknown command; "
                    + Nearest.of(text, KNOWN)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("known are " + String.join(", ", KNOWN)));
        }
        return new CommandName(text);
    }

    /** Those that are there without {@code bot.extras}. */
    public static List<String> known() {
        return KNOWN;
    }

    /** Where it stands in the help; names that are not known here come last. */
    static int place(String name) {
        int place = KNOWN.indexOf(name);
        return place >= 0 ? place : KNOWN.size() + (EXTRAS.contains(name) ? EXTRAS.indexOf(name) : EXTRAS.size());
    }

    @Override
    public String toString() {
        return value;
    }
}

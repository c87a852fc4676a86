package org.lotusguild.lotus.bot.command;

import java.util.List;
import java.util.Optional;

/**
 * What {@code !help <command>} tells.
 *
 * @param summary a few words, no full stop: "roll dice"
 * @param details limits and defaults in one line
 * @param examples command lines without the prefix
 */
public record Help(String summary, Optional<String> details, List<String> examples) {
    public Help {
        examples = List.copyOf(examples);
    }

    public static Help of(String summary) {
        return new Help(summary, Optional.empty(), List.of());
    }
}

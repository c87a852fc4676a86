package org.lotusguild.lotus.bot.trivia;

import java.nio.file.Path;
import java.util.List;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code bot.trivia}.
 *
 * @param seconds for which a question is open
 * @param files more questions, a JSON object a line, with the keys of the ones that Lotus has
 */
public record TriviaConfig(@Default("30") int seconds, List<Path> files) {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 120;

    public TriviaConfig {
        files = List.copyOf(files);
        if (seconds < SHORTEST || seconds > LONGEST) {
            throw new IllegalArgumentException("seconds: must be 10 to 120");
        }
    }
}

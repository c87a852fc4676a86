package org.lotusguild.lotus.bot.fun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.data.DataFiles;

/** All commands of the section, in the order of the help. */
public final class Fun {
    private Fun() {}

    /**
     * @param fortunes the guild's own texts
     * @throws IllegalArgumentException if a list of the guild's own cannot be used
     */
    public static List<Command> commands(DataFiles data, Optional<Path> fortunes, RandomGenerator random) {
        return List.of(
                EightBallCommand.of(random),
                fortune(data, fortunes, random),
                FlipCommand.of(random),
                RollCommand.of(random),
                RandomCommand.of(random),
                RpsCommand.of(random),
                PickCommand.champion(data.lines("lol-champions.csv"), random),
                PickCommand.agent(data.lines("valorant-agents.csv"), random));
    }

    private static Command fortune(DataFiles data, Optional<Path> own, RandomGenerator random) {
        if (own.isEmpty()) {
            return FortuneCommand.of(data.text("fortunes.txt"), random);
        }
        try {
            return FortuneCommand.of(Files.readString(own.get()), random);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "bot.fortune.file: " + own.get() + " cannot be used: " + e.getMessage(), e);
        }
    }
}

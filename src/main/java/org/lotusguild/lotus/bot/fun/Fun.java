package org.lotusguild.lotus.bot.fun;

import java.util.List;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.data.DataFiles;

/** All commands of the section, in the order of the help. */
public final class Fun {
    private Fun() {}

    /** @throws IllegalArgumentException if a list of the guild's own cannot be used */
    public static List<Command> commands(DataFiles data, RandomGenerator random) {
        return List.of(
                EightBallCommand.of(random),
                FortuneCommand.of(data.text("fortunes.txt"), random),
                FlipCommand.of(random),
                RollCommand.of(random),
                RandomCommand.of(random),
                RpsCommand.of(random),
                PickCommand.champion(data.lines("lol-champions.csv"), random),
                PickCommand.agent(data.lines("valorant-agents.csv"), random));
    }
}

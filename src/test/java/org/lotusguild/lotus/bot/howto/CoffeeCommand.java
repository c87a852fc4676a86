package org.lotusguild.lotus.bot.howto;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !coffee [cups]}: makes coffee. */
final class CoffeeCommand {
    private static final int WATER_IS_LOW = 10;

    private CoffeeCommand() {}

    static Command of(RandomGenerator random) {
        return Command.of(
                        "coffee",
                        Section.FUN,
                        new Help("make coffee", Optional.of("Up to 6 cups."), List.of("coffee", "coffee 2")),
                        Syntax.of(Parameter.whole("cups", 1, 6).optional()),
                        call -> answer(call, random))
                .withAliases("brew");
    }

    private static Reply answer(Call call, RandomGenerator random) {
        long cups = call.args().number("cups").orElse(1L);
        if (random.nextInt(WATER_IS_LOW) == 0) {
            return Reply.refuse("coffee: no water.");
        }
        return Reply.say(
                "☕".repeat(Math.toIntExact(cups)) + " for " + call.caller().name());
    }
}

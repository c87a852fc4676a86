package org.lotusguild.lotus.bot.fun;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !roll [dice]}. */
final class RollCommand {
    private static final String USUAL = "1d6";
    private static final Syntax SYNTAX =
            Syntax.of(Parameter.expression("dice", 200).optional());

    private RollCommand() {}

    static Command of(RandomGenerator random) {
        return Command.of(
                        "roll",
                        Section.FUN,
                        new Help(
                                "roll dice",
                                Optional.of("Default 1d6. Up to 100 dice, 2 to 1000 sides."),
                                List.of("roll", "roll 20", "roll 2d6+3", "roll 4d6k3", "roll d20 adv")),
                        SYNTAX,
                        call -> answer(call.args().text("dice").orElse(USUAL), random))
                .withAliases("dice", "r");
    }

    private static Reply answer(String dice, RandomGenerator random) {
        return switch (DiceReader.read(dice)) {
            case DiceReader.Read(Dice read) -> Reply.say(read.thrown(random));
            case DiceReader.TooMuch(String why) -> Reply.refuse("roll: " + why);
            case DiceReader.Unreadable(String why) -> Reply.misused("roll", SYNTAX, why);
        };
    }
}

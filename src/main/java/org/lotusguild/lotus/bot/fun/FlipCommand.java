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

/** {@code !flip [count]}: coins. */
final class FlipCommand {
    private static final int SHOWN = 20;

    private FlipCommand() {}

    static Command of(RandomGenerator random) {
        return Command.of(
                        "flip",
                        Section.FUN,
                        new Help("flip coins", Optional.of("Up to 100 coins."), List.of("flip", "flip 10")),
                        Syntax.of(Parameter.whole("count", 1, 100).optional()),
                        call -> Reply.say(
                                "🪙 " + flipped(call.args().number("count").orElse(1L), random)))
                .withAliases("coin");
    }

    static String flipped(long count, RandomGenerator random) {
        if (count == 1) {
            return random.nextBoolean() ? "Heads." : "Tails.";
        }
        StringBuilder sequence = new StringBuilder();
        for (long i = 0; i < count; i++) {
            sequence.append(random.nextBoolean() ? 'H' : 'T');
        }
        long heads = sequence.chars().filter(c -> c == 'H').count();
        String sums = "%d heads, %d tails".formatted(heads, count - heads);
        return count <= SHOWN ? sums + ": " + sequence : sums;
    }
}

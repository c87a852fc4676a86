package org.lotusguild.lotus.bot.fun;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Args;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !random [a] [b]}: a whole number, both ends included. */
final class RandomCommand {
    private static final long USUAL = 100;

    private RandomCommand() {}

    static Command of(RandomGenerator random) {
        return Command.of(
                        "random",
                        Section.FUN,
                        new Help(
                                "a random number",
                                Optional.of("Without bounds 1 to 100, with one 1 to that."),
                                List.of("random", "random 6", "random -5 5")),
                        Syntax.of(number("a").optional(), number("b").optional()),
                        call -> answer(call.args(), random))
                .withAliases("rand");
    }

    private static Parameter number(String name) {
        return Parameter.whole(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Reply answer(Args args, RandomGenerator random) {
        long a = args.number("b").isPresent() ? args.number("a").orElseThrow() : 1;
        long b = args.number("b").or(() -> args.number("a")).orElse(USUAL);
        long low = Math.min(a, b);
        long high = Math.max(a, b);
        return Reply.say("🔢 %d–%d: %d".formatted(low, high, between(low, high, random)));
    }

    /** Unbiased over the whole range of 64 bits: {@code nextLong(origin, bound)} leaves out its bound. */
    static long between(long low, long high, RandomGenerator random) {
        if (high < Long.MAX_VALUE) {
            return random.nextLong(low, high + 1);
        }
        return low == Long.MIN_VALUE ? random.nextLong() : random.nextLong(low - 1, high) + 1;
    }
}

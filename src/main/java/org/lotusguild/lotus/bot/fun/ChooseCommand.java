package org.lotusguild.lotus.bot.fun;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !choose a | b}: one of several. */
public final class ChooseCommand {
    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.rest("options", 2_000).orSay("give at least two, with | between."))
            .shownAs("<a | b …>");

    private ChooseCommand() {}

    public static Command of(RandomGenerator random) {
        return Command.of(
                "choose",
                Section.FUN,
                new Help("choose for you", Optional.empty(), List.of("choose pizza | pasta | a salad")),
                SYNTAX,
                call -> answer(call.args().text("options").orElseThrow(), random));
    }

    private static Reply answer(String typed, RandomGenerator random) {
        List<String> options = Arrays.stream(typed.split("\\|", -1))
                .map(String::strip)
                .filter(option -> !option.isEmpty())
                .toList();
        return options.size() < 2
                ? Reply.misused("choose", SYNTAX, "give at least two, with | between.")
                : Reply.say("🤔 " + options.get(random.nextInt(options.size())));
    }
}

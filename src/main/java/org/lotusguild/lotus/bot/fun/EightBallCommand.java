package org.lotusguild.lotus.bot.fun;

import java.util.List;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !8ball <question…>}: seven times yes, six times unsure, seven times no. */
final class EightBallCommand {
    static final List<String> ANSWERS = List.of(
            "The pond is clear: yes.",
            "I would bet my last ping on it.",
            "Green lights all the way.",
            "Yes, and soon.",
            "Absolutely. Screenshot this.",
            "The guild has spoken: yes.",
            "Roll with it.",
            "Even the dice are undecided.",
            "Ask me after a snack.",
            "The water is too muddy.",
            "Half yes, half lag.",
            "That depends on who is online.",
            "The petals are still closed.",
            "The petals say no.",
            "Not this season.",
            "I would not queue for that.",
            "Critical fail.",
            "Somewhere a server answered 403.",
            "Nope, but nice try.",
            "No, and don't pull that lever.");

    private EightBallCommand() {}

    static Command of(RandomGenerator random) {
        return Command.of(
                        "8ball",
                        Section.FUN,
                        Help.of("ask the ball a question"),
                        Syntax.of(Parameter.rest("question", 300).orSay("ask me something.")),
                        call -> Reply.say("🎱 " + ANSWERS.get(random.nextInt(ANSWERS.size()))))
                .withAliases("eightball");
    }
}

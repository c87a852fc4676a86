package org.lotusguild.lotus.bot.fun;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !fortune}: one of many texts, none twice in a room within the last 50. */
final class FortuneCommand {
    private static final int LONGEST = 300;
    private static final int WINDOW = 50;

    private FortuneCommand() {}

    /** @throws IllegalArgumentException if a text is too long, or there is none */
    static Command of(String file, RandomGenerator random) {
        List<String> fortunes = entries(file);
        Recent<String> recent = new Recent<>(WINDOW, random);
        return Command.of(
                        "fortune",
                        Section.FUN,
                        Help.of("open a fortune cookie"),
                        Syntax.ignored(),
                        call -> Reply.say("🥠 " + recent.pick(call.room(), fortunes)))
                .withAliases("cookie");
    }

    /** Texts with a line of {@code %} between them. */
    static List<String> entries(String file) {
        List<String> entries = Arrays.stream(file.split("(?m)^%\\s*$"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("the list of fortunes is empty");
        }
        for (String text : entries) {
            if (text.codePointCount(0, text.length()) > LONGEST) {
                throw new IllegalArgumentException("a fortune has more than 300 signs: " + text.substring(0, 40) + "…");
            }
        }
        return entries;
    }
}

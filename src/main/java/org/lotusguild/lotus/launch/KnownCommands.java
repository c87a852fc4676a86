package org.lotusguild.lotus.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.extra.ExtrasConfig;

/**
 * The names of the commands that the bot of a file has. They are known here without its account, which the commands themselves need;
 * a test holds them against what {@link BotWiring} puts together.
 */
final class KnownCommands {
    private static final List<String> ALWAYS = List.of("ping", "health", "trivia", "wordle", "poll");

    private KnownCommands() {}

    /**
     * @param fun names of those that need no account
     * @param hooks whether hooks have a room where their commands are obeyed
     */
    static List<String> of(BotConfig bot, List<String> fun, boolean hooks) {
        List<String> names = new ArrayList<>(ALWAYS);
        names.addAll(fun);
        bot.minecraft().ifPresent(server -> names.add("minecraft"));
        bot.ask().ifPresent(model -> names.add("ask"));
        bot.welcome().ifPresent(welcome -> names.add("welcome"));
        if (hooks) {
            names.addAll(List.of("hook", "hookshot"));
        }
        ExtrasConfig extras = bot.extras();
        extras.commands().forEach(extra -> names.add(extra.name().toLowerCase(Locale.ROOT)));
        extras.quotes().ifPresent(quotes -> names.add("quote"));
        extras.birthdays().ifPresent(birthdays -> names.add("birthday"));
        return names;
    }
}

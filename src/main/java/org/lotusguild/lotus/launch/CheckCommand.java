package org.lotusguild.lotus.launch;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fun.Fun;
import org.lotusguild.lotus.bot.trivia.Trivia;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        description =
                "Reads lotus.yaml and the files that it names, and tells every mistake with its line. Exit code 2 if there is one.",
        footerHeading = "%nExamples:%n",
        footer = {"  lotus check", "  lotus check --home /srv/guild"})
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        LotusConfig config = at.home().config();
        config.bot().ifPresent(bot -> {
            Registration.identity(config.homeserver(), bot.localpart());
            Registration.ownUsers(config.homeserver());
            lists(bot);
        });
        console.line(
                at.home().configuration() + " is right: " + config.homeserver().serverName()
                        + (config.bot().isPresent() ? ", bot" : "")
                        + (config.guild().isPresent() ? ", guild" : "")
                        + (config.webhooks().isPresent() ? ", webhooks" : "") + ".");
        return ExitCode.OK;
    }

    private void lists(BotConfig bot) {
        try {
            Fun.commands(DataFiles.shipped(), bot.fortune().file(), new SecureRandom());
            Trivia.questions(bot.trivia(), DataFiles.shipped());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(at.home().configuration() + ": " + e.getMessage(), "");
        }
    }
}

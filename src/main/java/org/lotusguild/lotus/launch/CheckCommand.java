package org.lotusguild.lotus.launch;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fun.Fun;
import org.lotusguild.lotus.bot.trivia.Trivia;
import org.lotusguild.lotus.launch.chat.Harmless;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
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
        Optional<String> bot = config.bot().map(BotConfig::localpart);
        bot.or(() -> config.webhooks().map(webhooks -> BotWiring.USUAL_LOCALPART))
                .ifPresent(localpart -> {
                    Registration.identity(config.homeserver(), localpart);
                    Registration.ownUsers(config.homeserver());
                });
        config.bot().ifPresent(block -> bot(config, block));
        config.webhooks().ifPresent(webhooks -> hooks(config, webhooks));
        console.line(
                at.home().configuration() + " is right: " + config.homeserver().serverName()
                        + (config.bot().isPresent() ? ", bot" : "")
                        + (config.guild().isPresent() ? ", guild" : "")
                        + (config.webhooks().isPresent() ? ", webhooks" : "") + ".");
        return ExitCode.OK;
    }

    private void bot(LotusConfig config, BotConfig bot) {
        boolean admins = config.webhooks()
                .filter(webhooks -> webhooks.adminRoom().or(bot::desk).isPresent())
                .isPresent();
        try {
            List<String> fun = Fun.commands(DataFiles.shipped(), bot.fortune().file(), new SecureRandom()).stream()
                    .map(command -> command.name())
                    .toList();
            Trivia.questions(bot.trivia(), DataFiles.shipped());
            bot.requireCommands(KnownCommands.of(bot, fun, admins));
            refuse(new BotChecks(bot, config.guild()).mistakes());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(at.home().configuration() + ": " + e.getMessage(), "");
        }
    }

    private void refuse(List<String> mistakes) {
        if (!mistakes.isEmpty()) {
            String start = at.home().configuration() + ": ";
            throw Failure.usage(start + String.join("\n" + start, mistakes), "");
        }
    }

    private void hooks(LotusConfig config, WebhooksConfig webhooks) {
        HookChecks checks = new HookChecks(webhooks, config.guild());
        refuse(checks.mistakes());
        checks.doubts().forEach(doubt -> console.line(Harmless.text(at.home().configuration() + ": " + doubt)));
    }
}

package org.lotusguild.lotus.bot.ask;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.http.HttpCaller;

/** {@code !ask <question…>}. */
public final class AskCommand {
    private static final Help HELP = new Help(
            "ask our language model",
            Optional.of("Up to 2000 signs. In the thread of an answer I remember what was said there."),
            List.of("ask why is the sky blue?"));

    private AskCommand() {}

    public static Command of(AskConfig config, HttpCaller http, Desk desk, Clock clock) {
        return of(config, new OllamaServer(http, config), desk, clock);
    }

    static Command of(AskConfig config, ModelServer model, Desk desk, Clock clock) {
        AskSetting setting = new AskSetting(
                config, model, new WaitingLine(config.parallel(), config.queue()), new Conversations(), desk, clock);
        return Command.of(
                        "ask",
                        Section.GUILD,
                        HELP,
                        Syntax.of(Parameter.rest("question", 2_000)),
                        call -> new Reply.Work(
                                Optional.of("⏳"),
                                new Question(
                                        setting,
                                        call,
                                        call.args().text("question").orElseThrow())))
                .withAliases("ai", "llm")
                .withCooldown(Duration.ofMinutes(2));
    }
}

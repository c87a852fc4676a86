package org.lotusguild.lotus.bot.basic;

import java.time.Duration;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !ping}: how long the message took, how fast the homeserver answers. */
public final class PingCommand {
    private static final Duration BELIEVABLE = Duration.ofSeconds(60);

    private PingCommand() {}

    /** @param homeserver makes one small call and tells how long it took */
    public static Command of(Supplier<Duration> homeserver) {
        return Command.of(
                "ping",
                Section.BASICS,
                Help.of("how long your message took, how fast the homeserver answers"),
                Syntax.ignored(),
                call -> Reply.say(answer(call, homeserver.get())));
    }

    private static String answer(Call call, Duration homeserver) {
        Duration took = Duration.between(call.sentAt(), call.at());
        if (took.isNegative() || took.compareTo(BELIEVABLE) > 0) {
            return "Pong! The homeserver answers in %d ms. (Our clocks differ by more than a minute.)"
                    .formatted(homeserver.toMillis());
        }
        return "Pong! Your message took %d ms, the homeserver answers in %d ms."
                .formatted(took.toMillis(), homeserver.toMillis());
    }
}

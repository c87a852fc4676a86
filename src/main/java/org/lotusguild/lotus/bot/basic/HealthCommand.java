package org.lotusguild.lotus.bot.basic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;

/** {@code !health}: what is up. Names only; addresses and errors are for the management room. */
public final class HealthCommand {
    private HealthCommand() {}

    /** @param headline version, time since start and encryption, as one line */
    public static Command of(Supplier<String> headline, ServiceStates services) {
        return new Command(
                "health",
                List.of("status"),
                Section.BASICS,
                Help.of("what is up and what is not"),
                Syntax.ignored(),
                new Access.Everyone(),
                Duration.ofSeconds(5),
                call -> new Reply.Say(answer(headline.get(), services.now())));
    }

    private static Doc answer(String headline, List<ServiceStates.State> states) {
        List<Block> lines = new ArrayList<>();
        lines.add(Block.Line.text(headline));
        long up = 0;
        for (ServiceStates.State state : states) {
            lines.add(Block.Line.text(shown(state)));
            up += state.reading() instanceof ServiceCheck.Down ? 0 : 1;
        }
        lines.add(Block.Line.text("%d of %d up.".formatted(up, states.size())));
        return new Doc(lines);
    }

    private static String shown(ServiceStates.State state) {
        return switch (state.reading()) {
            case ServiceCheck.Up(Duration took) -> "✅ %s %d ms".formatted(state.name(), took.toMillis());
            case ServiceCheck.Warning(String what) -> "⚠️ %s: %s".formatted(state.name(), what);
            case ServiceCheck.Down(String why) -> "❌ %s: %s".formatted(state.name(), why);
        };
    }
}

package org.lotusguild.lotus.bot.command;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.args.Syntax;

/**
 * A command as one value.
 *
 * @param name what stands behind the prefix, lower case
 * @param cooldown per caller, begun when the command is accepted; zero for none
 */
public record Command(
        String name,
        List<String> aliases,
        Section section,
        Help help,
        Syntax syntax,
        Access access,
        Duration cooldown,
        Handler handler) {
    public Command {
        aliases = List.copyOf(aliases);
    }

    public Stream<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }
}

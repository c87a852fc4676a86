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

    /** A command that everybody may use, without aliases or a cooldown; the {@code with…} methods change that. */
    public static Command of(String name, Section section, Help help, Syntax syntax, Handler handler) {
        return new Command(name, List.of(), section, help, syntax, new Access.Everyone(), Duration.ZERO, handler);
    }

    public Command withAliases(String... more) {
        return new Command(name, List.of(more), section, help, syntax, access, cooldown, handler);
    }

    public Command withCooldown(Duration time) {
        return new Command(name, aliases, section, help, syntax, access, time, handler);
    }

    public Stream<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }
}

package org.lotusguild.lotus.bot.command;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.args.Syntax;

/**
 * A command as one value.
 *
 * @param name what stands behind the prefix, lower case
 * @param cooldown per caller, begun when the command is accepted; zero for none
 * @param free whether these words behind the name neither begin a cooldown nor wait for one
 */
public record Command(
        String name,
        List<String> aliases,
        Section section,
        Help help,
        Syntax syntax,
        Access access,
        Duration cooldown,
        Predicate<String> free,
        Handler handler) {
    public Command {
        aliases = List.copyOf(aliases);
    }

    /** A command that everybody may use, without aliases or a cooldown; the {@code with…} methods change that. */
    public static Command of(String name, Section section, Help help, Syntax syntax, Handler handler) {
        return new Command(
                name, List.of(), section, help, syntax, new Access.Everyone(), Duration.ZERO, words -> false, handler);
    }

    public Command withAliases(String... more) {
        return new Command(name, List.of(more), section, help, syntax, access, cooldown, free, handler);
    }

    public Command withAccess(Access who) {
        return new Command(name, aliases, section, help, syntax, who, cooldown, free, handler);
    }

    public Command withCooldown(Duration time) {
        return new Command(name, aliases, section, help, syntax, access, time, free, handler);
    }

    /** Words that are free of the cooldown, for a command that does several things. */
    public Command withFree(Predicate<String> words) {
        return new Command(name, aliases, section, help, syntax, access, cooldown, words, handler);
    }

    public Stream<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }
}

package org.lotusguild.lotus.bot.basic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.matrix.message.Doc;

/** {@code !help [command]}: only what the caller may use in this room. */
public final class HelpCommand {
    private HelpCommand() {}

    /**
     * @param visible the commands that the caller of this call may use, in order
     * @param unknown the answer to a name that none of them has
     */
    public static Command of(String prefix, Function<Call, List<Command>> visible, Unknown unknown) {
        return Command.of(
                        "help",
                        Section.BASICS,
                        new Help("what I know", Optional.empty(), List.of("help", "help ping")),
                        Syntax.of(Parameter.word("command").optional()),
                        call -> answer(prefix, visible.apply(call), call, unknown))
                .withAliases("h", "commands");
    }

    /** How an unknown name is answered, everywhere the same. */
    public interface Unknown {
        Reply answer(String typed, Call call);
    }

    private static Reply answer(String prefix, List<Command> visible, Call call, Unknown unknown) {
        Optional<String> asked = call.args()
                .text("command")
                .map(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
        if (asked.isEmpty()) {
            return Reply.say(overview(prefix, visible));
        }
        return visible.stream()
                .filter(c -> c.names().anyMatch(asked.get()::equalsIgnoreCase))
                .findFirst()
                .map(c -> (Reply) new Reply.Say(Doc.plain(page(prefix, c))))
                .orElseGet(() -> unknown.answer(asked.get(), call));
    }

    private static String overview(String prefix, List<Command> visible) {
        List<String> lines = new ArrayList<>();
        lines.add("Lotus commands, prefix " + prefix);
        for (Section section : Section.values()) {
            List<Command> members =
                    visible.stream().filter(c -> c.section() == section).toList();
            if (!members.isEmpty()) {
                lines.add(section.title() + ": "
                        + members.stream().map(Command::name).collect(Collectors.joining(", ")));
            }
        }
        lines.add(prefix + "help <command> tells more.");
        return String.join("\n", lines);
    }

    private static String page(String prefix, Command command) {
        List<String> lines = new ArrayList<>();
        lines.add("%s%s: %s"
                .formatted(
                        prefix,
                        command.syntax().usage(command.name()),
                        command.help().summary()));
        if (!command.aliases().isEmpty()) {
            lines.add("Also: " + joined(prefix, command.aliases(), ", "));
        }
        command.help().details().ifPresent(lines::add);
        if (!command.help().examples().isEmpty()) {
            lines.add("Examples: " + joined(prefix, command.help().examples(), " · "));
        }
        return String.join("\n", lines);
    }

    private static String joined(String prefix, List<String> lines, String separator) {
        return lines.stream().map(line -> prefix + line).collect(Collectors.joining(separator));
    }
}

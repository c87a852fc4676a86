package org.lotusguild.lotus.bot.fun;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !agent [role]}: whom to play. */
final class AgentCommand {
    private static final String ROLE = "controller|duelist|initiator|sentinel";
    private static final List<String> ROLES = List.of(ROLE.split("\\|"));
    private static final Syntax SYNTAX = Syntax.of(Parameter.word(ROLE).optional());

    /** @param role as shown, with a capital */
    record Agent(String name, String role) {
        boolean plays(String wanted) {
            return role.equalsIgnoreCase(wanted);
        }
    }

    private final List<Agent> agents;
    private final Recent<Agent> recent;

    private AgentCommand(List<Agent> agents, RandomGenerator random) {
        this.agents = agents;
        this.recent = new Recent<>(1, random);
    }

    static Command of(List<String> lines, RandomGenerator random) {
        AgentCommand agent = new AgentCommand(read(lines), random);
        return Command.of(
                        "agent",
                        Section.FUN,
                        new Help("pick a Valorant agent", Optional.of(Publisher.NOTICE), List.of()),
                        SYNTAX,
                        agent::answer)
                .withAliases("valorant");
    }

    private Reply answer(Call call) {
        Optional<String> typed = call.args().text(ROLE);
        Optional<String> role = typed.flatMap(AgentCommand::role);
        if (typed.isPresent() && role.isEmpty()) {
            return Reply.misused("agent", SYNTAX, "no role %s.".formatted(Typed.quoted(typed.get())));
        }
        List<Agent> fit =
                agents.stream().filter(a -> role.map(a::plays).orElse(true)).toList();
        Agent picked = recent.pick(call.room(), fit);
        return Reply.say("🎯 %s (%s)".formatted(picked.name(), picked.role()));
    }

    private static Optional<String> role(String typed) {
        String word = typed.toLowerCase(Locale.ROOT);
        List<String> fit = ROLES.stream().filter(r -> r.startsWith(word)).toList();
        return fit.size() == 1 ? Optional.of(fit.getFirst()) : Optional.empty();
    }

    /** @throws IllegalArgumentException if a line is none, or a role has nobody */
    static List<Agent> read(List<String> lines) {
        List<Agent> all = lines.stream().skip(1).map(AgentCommand::line).toList();
        for (String role : ROLES) {
            if (all.stream().noneMatch(a -> a.plays(role))) {
                throw new IllegalArgumentException("the list of agents has no " + role);
            }
        }
        return all;
    }

    private static Agent line(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != 2 || !ROLES.contains(cells[1].toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("in the list of agents, not name,role: " + line);
        }
        return new Agent(cells[0], cells[1]);
    }
}

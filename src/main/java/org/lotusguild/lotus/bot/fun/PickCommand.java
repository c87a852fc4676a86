package org.lotusguild.lotus.bot.fun;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** {@code !champion [lane]}, {@code !agent [role]}: whom to play, from a list of names and the parts that each can take. */
final class PickCommand {
    private static final Game CHAMPIONS = new Game(
            "champion",
            "champ",
            "pick a League of Legends champion",
            "🎮",
            "lane",
            List.of("top", "jungle", "mid", "bot", "support"),
            Map.of("jg", "jungle", "middle", "mid", "adc", "bot", "sup", "support"));
    private static final Game AGENTS = new Game(
            "agent",
            "valorant",
            "pick a Valorant agent",
            "🎯",
            "role",
            List.of("controller", "duelist", "initiator", "sentinel"),
            Map.of());

    /**
     * What tells the commands apart.
     *
     * @param part what one part is called
     * @param parts in small letters, in the order of the usage
     * @param also other words for parts
     */
    private record Game(
            String name,
            String alias,
            String help,
            String sign,
            String part,
            List<String> parts,
            Map<String, String> also) {
        String usage() {
            return String.join("|", parts);
        }

        Syntax syntax() {
            return Syntax.of(Parameter.word(usage()).optional());
        }

        /** The beginning of a part will do where only one begins so. */
        Optional<String> meant(String typed) {
            String word = typed.toLowerCase(Locale.ROOT);
            List<String> fit = parts.stream().filter(p -> p.startsWith(word)).toList();
            return fit.size() == 1 ? Optional.of(fit.getFirst()) : Optional.ofNullable(also.get(word));
        }
    }

    /** @param parts as shown, with the capitals of the list */
    record Playable(String name, List<String> parts) {
        boolean takes(String part) {
            return parts.stream().anyMatch(part::equalsIgnoreCase);
        }

        String shown() {
            return "%s (%s)".formatted(name, String.join(", ", parts));
        }
    }

    private final Game game;
    private final List<Playable> all;
    private final Recent<Playable> recent;

    private PickCommand(Game game, List<Playable> all, RandomGenerator random) {
        this.game = game;
        this.all = all;
        this.recent = new Recent<>(1, random);
    }

    static Command champion(List<String> lines, RandomGenerator random) {
        return of(CHAMPIONS, lines, random);
    }

    static Command agent(List<String> lines, RandomGenerator random) {
        return of(AGENTS, lines, random);
    }

    private static Command of(Game game, List<String> lines, RandomGenerator random) {
        PickCommand pick = new PickCommand(game, read(game, lines), random);
        return Command.of(
                        game.name(),
                        Section.FUN,
                        new Help(game.help(), Optional.of(Publisher.NOTICE), List.of()),
                        game.syntax(),
                        pick::answer)
                .withAliases(game.alias());
    }

    private Reply answer(Call call) {
        Optional<String> typed = call.args().text(game.usage());
        Optional<String> part = typed.flatMap(game::meant);
        if (typed.isPresent() && part.isEmpty()) {
            return Reply.misused(
                    game.name(), game.syntax(), "no %s %s.".formatted(game.part(), Typed.quoted(typed.get())));
        }
        List<Playable> fit =
                all.stream().filter(p -> part.map(p::takes).orElse(true)).toList();
        return Reply.say(game.sign() + " " + recent.pick(call.room(), fit).shown());
    }

    /** @throws IllegalArgumentException if a line is none, or a part has nobody */
    static List<Playable> champions(List<String> lines) {
        return read(CHAMPIONS, lines);
    }

    /** @throws IllegalArgumentException if a line is none, or a part has nobody */
    static List<Playable> agents(List<String> lines) {
        return read(AGENTS, lines);
    }

    private static List<Playable> read(Game game, List<String> lines) {
        List<Playable> all =
                lines.stream().skip(1).map(line -> line(game, line)).toList();
        for (String part : game.parts()) {
            if (all.stream().noneMatch(p -> p.takes(part))) {
                throw new IllegalArgumentException("the list of %ss has nobody for %s".formatted(game.name(), part));
            }
        }
        return all;
    }

    private static Playable line(Game game, String line) {
        String[] cells = line.split(",", -1);
        List<String> parts = cells.length == 2 ? Arrays.asList(cells[1].split("\\|")) : List.of("");
        List<String> small = parts.stream().map(p -> p.toLowerCase(Locale.ROOT)).toList();
        if (!game.parts().containsAll(small)) {
            throw new IllegalArgumentException(
                    "in the list of %ss, not name,%s: %s".formatted(game.name(), game.part(), line));
        }
        return new Playable(cells[0], List.copyOf(parts));
    }
}

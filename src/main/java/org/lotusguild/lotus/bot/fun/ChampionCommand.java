package org.lotusguild.lotus.bot.fun;

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

/** {@code !champion [lane]}: whom to play. */
final class ChampionCommand {
    private static final String LANE = "top|jungle|mid|bot|support";
    private static final List<String> LANES = List.of(LANE.split("\\|"));
    private static final Map<String, String> ALSO =
            Map.of("jg", "jungle", "middle", "mid", "adc", "bot", "sup", "support");
    private static final Syntax SYNTAX = Syntax.of(Parameter.word(LANE).optional());

    record Champion(String name, List<String> lanes) {
        String shown() {
            return "%s (%s)".formatted(name, String.join(", ", lanes));
        }
    }

    private final List<Champion> champions;
    private final Recent<Champion> recent;

    private ChampionCommand(List<Champion> champions, RandomGenerator random) {
        this.champions = champions;
        this.recent = new Recent<>(1, random);
    }

    static Command of(List<String> lines, RandomGenerator random) {
        ChampionCommand champion = new ChampionCommand(read(lines), random);
        return Command.of(
                        "champion",
                        Section.FUN,
                        new Help("pick a League of Legends champion", Optional.of(Publisher.NOTICE), List.of()),
                        SYNTAX,
                        champion::answer)
                .withAliases("champ");
    }

    private Reply answer(Call call) {
        Optional<String> typed = call.args().text(LANE);
        Optional<String> lane = typed.flatMap(ChampionCommand::lane);
        if (typed.isPresent() && lane.isEmpty()) {
            return Reply.misused("champion", SYNTAX, "no lane %s.".formatted(Typed.quoted(typed.get())));
        }
        List<Champion> fit = champions.stream()
                .filter(c -> lane.map(c.lanes()::contains).orElse(true))
                .toList();
        return Reply.say("🎮 " + recent.pick(call.room(), fit).shown());
    }

    private static Optional<String> lane(String typed) {
        String word = typed.toLowerCase(Locale.ROOT);
        List<String> fit = LANES.stream().filter(l -> l.startsWith(word)).toList();
        return fit.size() == 1 ? Optional.of(fit.getFirst()) : Optional.ofNullable(ALSO.get(word));
    }

    /** @throws IllegalArgumentException if a line is none, or a lane has nobody */
    static List<Champion> read(List<String> lines) {
        List<Champion> all = lines.stream().skip(1).map(ChampionCommand::line).toList();
        for (String lane : LANES) {
            if (all.stream().noneMatch(c -> c.lanes().contains(lane))) {
                throw new IllegalArgumentException("the list of champions has nobody for " + lane);
            }
        }
        return all;
    }

    private static Champion line(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != 2 || !LANES.containsAll(List.of(cells[1].split("\\|")))) {
            throw new IllegalArgumentException("in the list of champions, not name,lane|lane: " + line);
        }
        return new Champion(cells[0], List.of(cells[1].split("\\|")));
    }
}

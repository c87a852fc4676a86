package org.lotusguild.lotus.bot.trivia;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.game.trivia.Questions;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;

/** {@code !trivia}: a question to the room, answered by reactions until its time is over. */
final class TriviaFeature implements Feature {
    private static final int MOST = 20;
    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.word("category").optional(),
                    Parameter.word("count").optional())
            .shownAs("[category] [count 1–%d]".formatted(MOST));

    private static final Help HELP = new Help(
            "a question with four answers",
            Optional.of(
                    "Also: top [room|guild] · categories · stop. A right answer is a point; your last letter counts."),
            List.of("trivia", "trivia gaming", "trivia science 5", "trivia top guild"));

    private final Supplier<Questions> questions;
    private final TriviaPlay play;

    TriviaFeature(
            Rooms rooms,
            Database db,
            Ballots ballots,
            Supplier<Questions> questions,
            int seconds,
            RandomGenerator random) {
        this.questions = questions;
        this.play = new TriviaPlay(rooms, db, ballots, questions, seconds, random);
    }

    @Override
    public String kind() {
        return TriviaPlay.KIND;
    }

    @Override
    public List<Command> commands() {
        return List.of(
                Command.of("trivia", Section.GAMES, HELP, SYNTAX, this::answer).withAliases("quiz"));
    }

    private Reply answer(Call call) {
        String first = call.args().text("category").orElse("").toLowerCase(Locale.ROOT);
        Optional<String> second = call.args().text("count");
        return switch (first) {
            case "top" -> top(call, second.orElse("room").toLowerCase(Locale.ROOT));
            case "categories", "stop" ->
                second.map(TriviaFeature::tooMuch).orElseGet(() -> first.equals("stop") ? stop(call) : categories());
            case "" -> start(call, Optional.empty(), "1");
            default -> {
                boolean number = first.matches("[+-]?\\d+");
                if (number && second.isPresent()) {
                    yield tooMuch(second.get());
                }
                yield number
                        ? start(call, Optional.empty(), first)
                        : start(call, Optional.of(first), second.orElse("1"));
            }
        };
    }

    private static Reply tooMuch(String word) {
        return Reply.misused("trivia", SYNTAX, "%s is one word too many.".formatted(Typed.quoted(word)));
    }

    private Reply start(Call call, Optional<String> typed, String count) {
        Optional<String> category = typed.flatMap(questions.get()::category);
        if (typed.isPresent() && category.isEmpty()) {
            return Reply.refuse("trivia: no category %s. Try: %s."
                    .formatted(
                            Typed.quoted(typed.get()),
                            String.join(", ", questions.get().categories())));
        }
        if (!count.matches("[+-]?\\d{1,18}")) {
            return Reply.misused("trivia", SYNTAX, "%s is not a whole number.".formatted(Typed.quoted(count)));
        }
        long wanted = Long.parseLong(count);
        if (wanted < 1 || wanted > MOST) {
            return Reply.misused("trivia", SYNTAX, "count must be 1 to %d.".formatted(MOST));
        }
        return new Reply.Stored(tx -> play.start(tx, call, category, wanted));
    }

    private Reply top(Call call, String of) {
        return switch (of) {
            case "room" -> new Reply.Stored(tx -> play.topOfRoom(tx, call.room()));
            case "guild" -> new Reply.Stored(tx -> play.topOfGuild(tx, call.room()));
            default -> Reply.misused("trivia", SYNTAX, "%s is none of room, guild.".formatted(Typed.quoted(of)));
        };
    }

    private Reply stop(Call call) {
        return new Reply.Stored(tx -> play.stop(tx, call));
    }

    private Reply categories() {
        return Reply.say(questions.get().categories().stream()
                .map(category -> category + " " + questions.get().size(category))
                .collect(Collectors.joining(", ", "Categories: ", ".")));
    }

    @Override
    public Reply bound(Tx tx, String key, EventId event, Instant now) {
        return play.sent(tx, key, event, now);
    }

    @Override
    public Reply unsent(Tx tx, String key, Instant now) {
        return play.unsent(tx, key);
    }

    @Override
    public void before(String key, Instant at, Instant now) {
        if (Duration.between(at, now).compareTo(TriviaPlay.LATE) > 0) {
            play.ask(key, now);
        }
    }

    @Override
    public Reply due(Tx tx, String key, Instant at, Instant now) {
        return play.due(tx, key, now);
    }
}

package org.lotusguild.lotus.bot.extra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Tx;

/** {@code !leaderboard}: who is first in what. */
final class Leaderboard {
    private static final int TOP = 10;
    private static final int TOP_OF_EACH = 3;
    private static final Syntax SYNTAX =
            Syntax.of(Parameter.choice("game", "trivia", "wordle").optional());

    private final Rooms rooms;
    private final String wordGame;
    private final LeaderboardStore store = new LeaderboardStore();

    private Leaderboard(Rooms rooms, String wordGame) {
        this.rooms = rooms;
        this.wordGame = wordGame;
    }

    /** @param wordGame what the daily word game is called here */
    static Command command(Rooms rooms, String wordGame) {
        return Command.of(
                "leaderboard",
                Section.GAMES,
                new Help(
                        "who is first",
                        Optional.of("Points in trivia, days solved in the word game; of the whole guild."),
                        List.of("leaderboard", "leaderboard trivia")),
                SYNTAX,
                new Leaderboard(rooms, wordGame)::answer);
    }

    private Reply answer(Call call) {
        Optional<String> game = call.args().text("game");
        return new Reply.Stored(tx -> {
            List<Block> blocks = new ArrayList<>();
            for (String one : game.map(List::of).orElse(List.of("trivia", "wordle"))) {
                blocks.addAll(table(tx, call.room(), one, game.isPresent() ? TOP : TOP_OF_EACH));
            }
            return blocks.isEmpty() ? Reply.say("Nobody has a point yet.") : new Reply.Say(new Doc(blocks));
        });
    }

    private List<Block> table(Tx tx, RoomId room, String game, int most) {
        List<LeaderboardStore.Place> places = store.top(tx, game, most);
        if (places.isEmpty()) {
            return List.of();
        }
        List<Block.Line> lines = new ArrayList<>();
        int rank = 1;
        for (int i = 0; i < places.size(); i++) {
            LeaderboardStore.Place place = places.get(i);
            rank = i > 0 && places.get(i - 1).points() == place.points() ? rank : i + 1;
            lines.add(Block.Line.of(
                    Span.words(rank + ". "),
                    Span.name(place.player(), rooms.displayName(tx, room, place.player())),
                    Span.words(" " + place.points())));
        }
        String title = game.equals("trivia") ? "Trivia, points" : wordGame + ", days solved";
        return List.of(Block.Line.text("🏆 " + title), new Block.Rows(lines));
    }
}

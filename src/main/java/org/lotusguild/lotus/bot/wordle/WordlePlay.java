package org.lotusguild.lotus.bot.wordle;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.game.wordle.Board;
import org.lotusguild.lotus.bot.game.wordle.Calendar;
import org.lotusguild.lotus.bot.game.wordle.Palette;
import org.lotusguild.lotus.bot.game.wordle.Puzzle;
import org.lotusguild.lotus.bot.game.wordle.Stats;
import org.lotusguild.lotus.bot.game.wordle.Streak;
import org.lotusguild.lotus.bot.game.wordle.WordLists;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Tx;

/** What each command does, inside of one transaction. */
final class WordlePlay {
    private static final int TOP = 10;

    private final String title;
    private final String prefix;
    private final Calendar calendar;
    private final Supplier<WordLists> lists;
    private final WordleStore store;

    WordlePlay(String title, String prefix, Calendar calendar, Supplier<WordLists> lists, WordleStore store) {
        this.title = title;
        this.prefix = prefix;
        this.calendar = calendar;
        this.lists = lists;
        this.store = store;
    }

    /** Whether a bare word of the user is a guess now. */
    boolean open(Tx tx, UserId user, Instant now) {
        return store.open(tx, user, calendar.day(now));
    }

    /** Today's board, in the direct chat. */
    Reply.Post board(Tx tx, UserId user, RoomId chat, Instant now) {
        WordleStore.Player player = store.player(tx, user);
        Puzzle puzzle = puzzle(tx, user, player, now);
        store.keep(tx, user, puzzle);
        return post(player, puzzle, chat, now);
    }

    private Puzzle puzzle(Tx tx, UserId user, WordleStore.Player player, Instant now) {
        long day = calendar.day(now);
        String word = store.word(tx, day, () -> calendar.word(day));
        return Puzzle.of(day, word, player.hard(), store.guesses(tx, user, day));
    }

    private Reply.Post post(WordleStore.Player player, Puzzle puzzle, RoomId chat, Instant now) {
        Board board = new Board(title, prefix, player.palette());
        Doc doc = board.shown(puzzle, player.streak().on(puzzle.day()), calendar.untilNext(now));
        return new Reply.Post(chat, doc);
    }

    /** The puzzle of the moment of arrival counts. */
    Reply guess(Tx tx, Call call, String typed) {
        UserId user = call.caller().user();
        WordleStore.Player player = store.player(tx, user);
        // Another device may make the same attempt at once; then this guess is the next one.
        for (int attempt = 0; attempt < Puzzle.TRIES; attempt++) {
            Puzzle puzzle = puzzle(tx, user, player, call.at());
            if (puzzle.done()) {
                return Reply.refuse("Today's word is done. Next one in %s."
                        .formatted(Durations.shown(calendar.untilNext(call.at()))));
            }
            switch (puzzle.guess(typed, lists.get())) {
                case Puzzle.Refused(String why) -> {
                    return Reply.refuse(why);
                }
                case Puzzle.Accepted(Puzzle next) -> {
                    if (store.add(tx, user, next, call.trigger(), call.at())) {
                        return post(moved(tx, user, player, next), next, call.room(), call.at());
                    }
                }
            }
        }
        throw new IllegalStateException("six attempts of one game were made while one was");
    }

    private WordleStore.Player moved(Tx tx, UserId user, WordleStore.Player player, Puzzle next) {
        store.keep(tx, user, next);
        if (!next.done()) {
            return player;
        }
        Streak streak = next.solved()
                ? player.streak().won(next.day())
                : player.streak().lost();
        WordleStore.Player after = player.withStreak(streak);
        store.put(tx, user, after);
        return after;
    }

    Reply hard(Tx tx, Call call, boolean on) {
        UserId user = call.caller().user();
        if (!store.guesses(tx, user, calendar.day(call.at())).isEmpty()) {
            return Reply.refuse("Hard mode can be changed before the first guess only.");
        }
        store.put(tx, user, store.player(tx, user).withHard(on));
        return Reply.say("Hard mode is %s.".formatted(on ? "on" : "off"));
    }

    Reply colors(Tx tx, Call call, Palette palette) {
        UserId user = call.caller().user();
        store.put(tx, user, store.player(tx, user).withPalette(palette));
        return Reply.say(palette == Palette.HIGH ? "Colors have high contrast now." : "Colors are normal now.");
    }

    /** @param room where the result is to be seen */
    Reply share(Tx tx, Call call, RoomId room) {
        UserId user = call.caller().user();
        WordleStore.Player player = store.player(tx, user);
        Puzzle puzzle = puzzle(tx, user, player, call.at());
        if (!puzzle.done()) {
            return Reply.refuse("Finish today's word first.");
        }
        if (!store.share(tx, user, puzzle.day(), room)) {
            return Reply.refuse("You already shared today's result there.");
        }
        Doc result = new Board(title, prefix, player.palette())
                .share(Span.name(user, call.caller().name()), puzzle);
        return room.equals(call.room())
                ? new Reply.Say(result)
                : Reply.several(new Reply.Post(room, result), Reply.say("Your result is posted."));
    }

    Reply stats(Tx tx, UserId user, String name, Instant now) {
        long today = calendar.day(now);
        WordleStore.Player player = store.player(tx, user);
        Stats stats = new Stats(
                store.played(tx, user, today),
                store.wonIn(tx, user),
                player.streak().on(today),
                player.streak().best());
        return new Reply.Say(new Board(title, prefix, player.palette()).stats(Span.name(user, name), stats));
    }

    /** How people are called where the list is shown. */
    interface Names {
        String of(UserId user);
    }

    Reply top(Tx tx, Names names, Instant now) {
        List<WordleStore.Runner> runners = store.top(tx, calendar.day(now), TOP);
        if (runners.isEmpty()) {
            return Reply.say("Nobody has a streak yet.");
        }
        List<Block.Line> lines = IntStream.range(0, runners.size())
                .mapToObj(i -> line(rank(runners, i), runners.get(i), names))
                .toList();
        return new Reply.Say(Doc.of(Block.Line.text("🏆 %s, streaks".formatted(title)), new Block.Rows(lines)));
    }

    /** Equal streaks share a rank. */
    private static int rank(List<WordleStore.Runner> runners, int place) {
        int first = place;
        while (first > 0
                && runners.get(first - 1).streak() == runners.get(place).streak()) {
            first--;
        }
        return first + 1;
    }

    private static Block.Line line(int rank, WordleStore.Runner runner, Names names) {
        return Block.Line.of(
                Span.words(rank + ". "),
                Span.name(runner.user(), names.of(runner.user())),
                Span.words(" " + runner.streak()));
    }
}

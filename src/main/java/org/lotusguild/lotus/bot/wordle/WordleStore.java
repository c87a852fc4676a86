package org.lotusguild.lotus.bot.wordle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.game.wordle.Palette;
import org.lotusguild.lotus.bot.game.wordle.Puzzle;
import org.lotusguild.lotus.bot.game.wordle.Streak;
import org.lotusguild.lotus.store.Tx;

/** Days, players, games, guesses and shares. */
final class WordleStore {

    /** The salt of this installation, drawn once. */
    String salt(Tx tx, Supplier<String> drawn) {
        return salt(tx).orElseGet(() -> {
            tx.sql("insert into bot_wordle_salt (id, salt) values (1, :salt) on conflict do nothing")
                    .bind("salt", drawn.get())
                    .update();
            return salt(tx).orElseThrow();
        });
    }

    private static Optional<String> salt(Tx tx) {
        return tx.sql("select salt from bot_wordle_salt where id = 1").first(row -> row.text("salt"));
    }

    /** The day's word, fixed by its first use: a list that changes does not change a running day. */
    String word(Tx tx, long day, Supplier<String> chosen) {
        return word(tx, day).orElseGet(() -> {
            tx.sql("insert into bot_wordle_day (day, word) values (:day, :word) on conflict do nothing")
                    .bind("day", day)
                    .bind("word", chosen.get())
                    .update();
            return word(tx, day).orElseThrow();
        });
    }

    private static Optional<String> word(Tx tx, long day) {
        return tx.sql("select word from bot_wordle_day where day = :day")
                .bind("day", day)
                .first(row -> row.text("word"));
    }

    /** What a player chose and has reached. */
    record Player(boolean hard, Palette palette, Streak streak) {
        static final Player NEW = new Player(false, Palette.NORMAL, Streak.NONE);

        Player withHard(boolean on) {
            return new Player(on, palette, streak);
        }

        Player withPalette(Palette chosen) {
            return new Player(hard, chosen, streak);
        }

        Player withStreak(Streak now) {
            return new Player(hard, palette, now);
        }
    }

    Player player(Tx tx, UserId user) {
        return tx.sql("select hard, high, streak, best, last_won from bot_wordle_player where player = :player")
                .bind("player", user)
                .first(row -> new Player(
                        row.flag("hard"),
                        row.flag("high") ? Palette.HIGH : Palette.NORMAL,
                        new Streak(row.number("streak"), row.number("best"), row.number("last_won"))))
                .orElse(Player.NEW);
    }

    void put(Tx tx, UserId user, Player player) {
        tx.sql("""
                insert into bot_wordle_player (player, hard, high, streak, best, last_won)
                values (:player, :hard, :high, :streak, :best, :lastWon)
                on conflict (player) do update set hard = excluded.hard, high = excluded.high,
                    streak = excluded.streak, best = excluded.best, last_won = excluded.last_won""")
                .bind("player", user)
                .bind("hard", player.hard())
                .bind("high", player.palette() == Palette.HIGH)
                .bind("streak", player.streak().length())
                .bind("best", player.streak().best())
                .bind("lastWon", player.streak().lastWon())
                .update();
    }

    List<String> guesses(Tx tx, UserId user, long day) {
        return tx.sql("select word from bot_wordle_guess where day = :day and player = :player order by n")
                .bind("day", day)
                .bind("player", user)
                .list(row -> row.text("word"));
    }

    /** False if that attempt, or one by the same event, was made before. */
    boolean add(Tx tx, UserId user, Puzzle puzzle, EventId event, Instant at) {
        return tx.sql("""
                        insert into bot_wordle_guess (day, player, n, word, event_id, at)
                        values (:day, :player, :n, :word, :event, :at)
                        on conflict do nothing""")
                        .bind("day", puzzle.day())
                        .bind("player", user)
                        .bind("n", puzzle.guesses().size())
                        .bind("word", puzzle.guesses().getLast().word())
                        .bind("event", event)
                        .bind("at", at)
                        .update()
                == 1;
    }

    /** The game is begun from when its board was first shown. */
    void keep(Tx tx, UserId user, Puzzle puzzle) {
        tx.sql("""
                insert into bot_wordle_game (player, day, guesses, solved) values (:player, :day, :guesses, :solved)
                on conflict (player, day) do update set guesses = excluded.guesses, solved = excluded.solved""")
                .bind("player", user)
                .bind("day", puzzle.day())
                .bind("guesses", puzzle.guesses().size())
                .bind("solved", puzzle.solved())
                .update();
    }

    /** Whether the player's game of that day is begun and not done. */
    boolean open(Tx tx, UserId user, long day) {
        return tx.sql("""
                        select guesses from bot_wordle_game
                        where player = :player and day = :day and solved = 0 and guesses < :tries""")
                .bind("player", user)
                .bind("day", day)
                .bind("tries", Puzzle.TRIES)
                .first(row -> row.number("guesses"))
                .isPresent();
    }

    /** False if it was shared there before. */
    boolean share(Tx tx, UserId user, long day, RoomId room) {
        return tx.sql("""
                        insert into bot_wordle_share (day, player, room) values (:day, :player, :room)
                        on conflict do nothing""")
                        .bind("day", day)
                        .bind("player", user)
                        .bind("room", room)
                        .update()
                == 1;
    }

    /** Games with a guess that are done, or lost because their day is over. */
    long played(Tx tx, UserId user, long today) {
        return tx.sql("""
                        select count(*) as games from bot_wordle_game
                        where player = :player and guesses > 0 and (solved = 1 or guesses = :tries or day < :today)""")
                .bind("player", user)
                .bind("tries", Puzzle.TRIES)
                .bind("today", today)
                .first(row -> row.number("games"))
                .orElse(0L);
    }

    /** How many games were won with 1, 2, … 6 guesses. */
    List<Long> wonIn(Tx tx, UserId user) {
        record Won(int tries, long games) {}
        List<Long> wonIn = new ArrayList<>(Collections.nCopies(Puzzle.TRIES, 0L));
        tx.sql("""
                        select guesses, count(*) as games from bot_wordle_game
                        where player = :player and solved = 1 group by guesses""")
                .bind("player", user)
                .list(row -> new Won(Math.toIntExact(row.number("guesses")), row.number("games")))
                .forEach(won -> wonIn.set(won.tries() - 1, won.games()));
        return wonIn;
    }

    record Runner(UserId user, long streak) {}

    /** The longest streaks that stand today. */
    List<Runner> top(Tx tx, long today, int number) {
        return tx.sql("""
                        select player, streak from bot_wordle_player
                        where last_won >= :yesterday and streak > 0
                        order by streak desc, best desc, player limit :number""")
                .bind("yesterday", today - 1)
                .bind("number", number)
                .list(row -> new Runner(UserId.parse(row.text("player")), row.number("streak")));
    }
}

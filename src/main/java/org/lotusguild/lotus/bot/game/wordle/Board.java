package org.lotusguild.lotus.bot.game.wordle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;

/**
 * Shows games.
 *
 * @param title what the game is called here
 * @param prefix what commands begin with
 */
public record Board(String title, String prefix, Palette palette) {
    private static final String LEGEND = "[x] right place · (x) elsewhere · · not in the word";

    /**
     * The board as its player sees it.
     *
     * @param streak days in a row, this one included
     * @param untilNext until the next word
     */
    public Doc shown(Puzzle puzzle, long streak, Duration untilNext) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Line.text(headline(puzzle)));
        puzzle.guesses().forEach(guess -> blocks.add(row(guess)));
        if (puzzle.done()) {
            String first = puzzle.solved()
                    ? "Streak %d.".formatted(streak)
                    : "It was %s.".formatted(puzzle.answer().toUpperCase(Locale.ROOT));
            blocks.add(Block.Line.text("%s Next word in %s. %swordle share posts your result."
                    .formatted(first, Durations.shown(untilNext), prefix)));
        } else {
            blocks.add(Block.Line.text(""));
            blocks.add(new Block.Mono(Keyboard.of(puzzle.guesses())));
            blocks.add(Block.Line.text(LEGEND));
        }
        return new Doc(blocks);
    }

    private String headline(Puzzle puzzle) {
        String name = title + " " + puzzle.day();
        String count = puzzle.guesses().size() + "/" + Puzzle.TRIES;
        String hard = puzzle.hard() ? " · hard" : "";
        if (puzzle.solved()) {
            return "%s · solved in %s%s".formatted(name, count, hard);
        }
        return "%s · %s%s%s".formatted(name, count, puzzle.done() ? " · not solved" : "", hard);
    }

    private Block row(Guess guess) {
        return new Block.Tiles(IntStream.range(0, guess.word().length())
                .mapToObj(
                        i -> palette.tile(guess.word().charAt(i), guess.marks().get(i)))
                .toList());
    }

    /** The result without its letters; the game must be done. */
    public Doc share(Span.Person player, Puzzle puzzle) {
        String tries = puzzle.solved() ? Integer.toString(puzzle.guesses().size()) : "X";
        String result =
                " · %s %d %s/%d%s".formatted(title, puzzle.day(), tries, Puzzle.TRIES, puzzle.hard() ? "*" : "");
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Line.of(player, Span.words(result)));
        for (Guess guess : puzzle.guesses()) {
            blocks.add(
                    Block.Line.text(guess.marks().stream().map(palette::square).collect(Collectors.joining())));
        }
        return new Doc(blocks);
    }

    public Doc stats(Span.Person player, Stats stats) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Line.of(player, Span.words(" · " + title)));
        blocks.add(Block.Line.text("Played %d · won %d %% · streak %d · best %d"
                .formatted(stats.played(), stats.wonPercent(), stats.streak(), stats.best())));
        blocks.add(stats.bars());
        return new Doc(blocks);
    }
}

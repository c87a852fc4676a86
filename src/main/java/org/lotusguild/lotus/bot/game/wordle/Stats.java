package org.lotusguild.lotus.bot.game.wordle;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.lotusguild.lotus.matrix.message.Block;

/**
 * What a player has done so far.
 *
 * @param wonIn how many games were won with 1, 2, … 6 guesses
 * @param streak won days in a row up to today or yesterday
 */
public record Stats(long played, List<Long> wonIn, long streak, long best) {
    private static final int CELLS = 10;

    public Stats {
        wonIn = List.copyOf(wonIn);
        if (wonIn.size() != Puzzle.TRIES) {
            throw new IllegalArgumentException("one number for each number of tries");
        }
    }

    long wonPercent() {
        long won = wonIn.stream().mapToLong(Long::longValue).sum();
        return played == 0 ? 0 : Math.round(100.0 * won / played);
    }

    Block.Bars bars() {
        long max = Math.max(1, Collections.max(wonIn));
        return new Block.Bars(IntStream.range(0, Puzzle.TRIES)
                .mapToObj(i -> bar(i + 1, wonIn.get(i), max))
                .toList());
    }

    private static Block.Bar bar(int tries, long number, long max) {
        int cells = (int) Math.round((double) CELLS * number / max);
        return new Block.Bar(Integer.toString(tries), number > 0 ? Math.max(1, cells) : 0, 0, Long.toString(number));
    }
}

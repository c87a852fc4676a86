package org.lotusguild.lotus.bot.game.wordle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One player's game of one day.
 *
 * @param day its number
 */
public record Puzzle(long day, String answer, boolean hard, List<Guess> guesses) {
    public static final int TRIES = 6;

    public Puzzle {
        guesses = List.copyOf(guesses);
    }

    /** From the words as they are stored. */
    public static Puzzle of(long day, String answer, boolean hard, List<String> words) {
        return new Puzzle(
                day,
                answer,
                hard,
                words.stream().map(word -> Guess.evaluated(word, answer)).toList());
    }

    public boolean solved() {
        return !guesses.isEmpty() && guesses.getLast().solved();
    }

    public boolean done() {
        return solved() || guesses.size() == TRIES;
    }

    /** What becomes of a guess. */
    public sealed interface Move {}

    public record Accepted(Puzzle next) implements Move {}

    /** No attempt was used. */
    public record Refused(String why) implements Move {}

    /** @param typed as the player wrote it; the game must not be done */
    public Move guess(String typed, WordLists lists) {
        String word = typed.toLowerCase(Locale.ROOT);
        if (!WordLists.isWord(word)) {
            return new Refused("A guess has five letters a–z.");
        }
        if (!lists.knows(word) && !word.equals(answer)) {
            return new Refused("\"%s\" is not in the word list.".formatted(word));
        }
        if (guesses.stream().anyMatch(guess -> guess.word().equals(word))) {
            return new Refused("You already tried %s.".formatted(word.toUpperCase(Locale.ROOT)));
        }
        Optional<String> breach = hard ? HardMode.breach(word, guesses) : Optional.empty();
        return breach.<Move>map(Refused::new).orElseGet(() -> new Accepted(plus(word)));
    }

    private Puzzle plus(String word) {
        List<Guess> more = new ArrayList<>(guesses);
        more.add(Guess.evaluated(word, answer));
        return new Puzzle(day, answer, hard, more);
    }
}

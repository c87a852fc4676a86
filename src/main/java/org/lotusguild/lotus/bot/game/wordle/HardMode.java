package org.lotusguild.lotus.bot.game.wordle;

import java.util.List;
import java.util.Optional;

/** Hard mode: what is known must be used. Letters known to be absent may be tried again. */
final class HardMode {
    private static final List<String> PLACES = List.of("1st", "2nd", "3rd", "4th", "5th");
    private static final List<String> TIMES = List.of("", "", " twice", " three times", " four times", " five times");

    private HardMode() {}

    /** The first breach: places from left to right, then letters from A to Z. */
    static Optional<String> breach(String word, List<Guess> earlier) {
        return wrongPlace(word, earlier).or(() -> missingLetter(word, earlier));
    }

    private static Optional<String> wrongPlace(String word, List<Guess> earlier) {
        for (int place = 0; place < word.length(); place++) {
            for (Guess guess : earlier) {
                char letter = guess.word().charAt(place);
                if (guess.marks().get(place) == Mark.EXACT && word.charAt(place) != letter) {
                    return Optional.of("%s letter must be %c.".formatted(PLACES.get(place), upper(letter)));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missingLetter(String word, List<Guess> earlier) {
        for (char c = 'a'; c <= 'z'; c++) {
            char letter = c;
            int needed = earlier.stream()
                    .mapToInt(guess -> guess.found(letter))
                    .max()
                    .orElse(0);
            if (word.chars().filter(other -> other == letter).count() < needed) {
                return Optional.of("Guess must contain %c%s.".formatted(upper(letter), TIMES.get(needed)));
            }
        }
        return Optional.empty();
    }

    private static char upper(char letter) {
        return Character.toUpperCase(letter);
    }
}

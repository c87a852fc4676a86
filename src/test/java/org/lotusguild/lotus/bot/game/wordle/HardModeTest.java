package org.lotusguild.lotus.bot.game.wordle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardModeTest {

    @ParameterizedTest
    @CsvSource({
        "crane,3rd letter must be B.",
        "rebel,Guess must contain A.",
        "cabal,Guess must contain B twice.",
        "babel,",
        "abbey,",
    })
    void saysTheFirstBreachAfterKebab(String word, String why) {
        assertThat(HardMode.breach(word, List.of(Guess.evaluated("kebab", "abbey"))))
                .isEqualTo(java.util.Optional.ofNullable(why));
    }

    @Test
    void looksAtAllEarlierGuessesAndLetsGreyLettersBeUsedAgain() {
        List<Guess> earlier = List.of(Guess.evaluated("crane", "abbey"), Guess.evaluated("kebab", "abbey"));
        assertThat(HardMode.breach("babel", earlier)).isEmpty();
        assertThat(HardMode.breach("babka", earlier)).contains("Guess must contain E.");
        assertThat(HardMode.breach("bacon", List.of(Guess.evaluated("crane", "abbey"))))
                .contains("Guess must contain E.");
        assertThat(HardMode.breach("eater", List.of(Guess.evaluated("crane", "abbey"))))
                .isEmpty();
    }

    @Test
    void countsUpToFive() {
        assertThat(HardMode.breach("aabcd", List.of(Guess.evaluated("aaabb", "ccaaa"))))
                .contains("3rd letter must be A.");
        assertThat(HardMode.breach("bbabb", List.of(Guess.evaluated("aaabb", "ccaaa"))))
                .contains("Guess must contain A three times.");
    }

    @Test
    void agreesWithABruteForceOracle() {
        qt().withExamples(20_000)
                .forAll(GuessTest.words(), GuessTest.words(), GuessTest.words(), GuessTest.words())
                .checkAssert((answer, first, second, word) -> {
                    List<Guess> earlier = List.of(Guess.evaluated(first, answer), Guess.evaluated(second, answer));
                    assertThat(HardMode.breach(word, earlier).isEmpty())
                            .isEqualTo(earlier.stream().allMatch(guess -> keeps(word, guess)));
                });
    }

    @Test
    void neverForbidsTheAnswer() {
        qt().forAll(GuessTest.words(), GuessTest.words())
                .checkAssert((answer, first) -> assertThat(
                                HardMode.breach(answer, List.of(Guess.evaluated(first, answer))))
                        .isEmpty());
    }

    /** Takes the known letters out of the word one by one, first those with a place. */
    private static boolean keeps(String word, Guess guess) {
        List<Character> left = new ArrayList<>();
        word.chars().forEach(c -> left.add((char) c));
        for (int i = 0; i < word.length(); i++) {
            char letter = guess.word().charAt(i);
            if (guess.marks().get(i) == Mark.EXACT && word.charAt(i) != letter) {
                return false;
            }
            if (guess.marks().get(i) != Mark.NO && !left.remove((Character) letter)) {
                return false;
            }
        }
        return true;
    }
}

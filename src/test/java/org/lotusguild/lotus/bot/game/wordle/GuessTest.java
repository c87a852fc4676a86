package org.lotusguild.lotus.bot.game.wordle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

class GuessTest {

    /** Words of few letters, so that letters repeat often. */
    static Gen<String> words() {
        return SourceDSL.lists()
                .of(SourceDSL.integers().between('a', 'd'))
                .ofSize(5)
                .map(letters -> letters.stream().map(Character::toString).collect(Collectors.joining()));
    }

    static String squares(Guess guess) {
        return guess.marks().stream().map(Palette.NORMAL::square).collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource({
        "SPEED,ABIDE,⬛⬛🟨⬛🟨",
        "SPEED,ERASE,🟨⬛🟨🟨⬛",
        "SPEED,STEAL,🟩⬛🟩⬛⬛",
        "ALLEE,APPLE,🟩🟨⬛⬛🟩",
        "LLAMA,ALLOW,🟨🟩🟨⬛⬛",
        "GEESE,EERIE,⬛🟩🟨⬛🟩",
        "EERIE,GEESE,🟨🟩⬛⬛🟩",
        "KEBAB,ABBEY,⬛🟨🟩🟨🟨",
        "ADDED,DREAD,🟨🟨⬛🟨🟩",
        "LEVEL,HELLO,🟨🟩⬛⬛🟨",
        "MAMMA,MAXIM,🟩🟩🟨⬛⬛",
        "FLOOR,ROBOT,⬛⬛🟨🟩🟨",
    })
    void marksTheTableOfThePage(String word, String answer, String row) {
        assertThat(squares(Guess.evaluated(word.toLowerCase(), answer.toLowerCase())))
                .isEqualTo(row);
    }

    @Test
    void agreesWithTheDefinitionForEveryWord() {
        qt().withExamples(20_000)
                .forAll(words(), words())
                .checkAssert((word, answer) ->
                        assertThat(Guess.evaluated(word, answer).marks()).isEqualTo(byDefinition(word, answer)));
    }

    @Test
    void isSolvedByTheAnswerOnly() {
        qt().forAll(words(), words())
                .checkAssert((word, answer) ->
                        assertThat(Guess.evaluated(word, answer).solved()).isEqualTo(word.equals(answer)));
    }

    /**
     * A letter that is not in its place is elsewhere if, counting the same letters that are not in their places from the left,
     * its number is not above what the answer has besides the exact ones.
     */
    private static List<Mark> byDefinition(String word, String answer) {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            int exact = 0;
            int inAnswer = 0;
            int number = 0;
            for (int k = 0; k < word.length(); k++) {
                boolean same = word.charAt(k) == answer.charAt(k);
                exact += same && word.charAt(k) == letter ? 1 : 0;
                inAnswer += answer.charAt(k) == letter ? 1 : 0;
                number += k <= i && !same && word.charAt(k) == letter ? 1 : 0;
            }
            boolean here = letter == answer.charAt(i);
            marks.add(here ? Mark.EXACT : number <= inAnswer - exact ? Mark.ELSEWHERE : Mark.NO);
        }
        return marks;
    }
}

package org.lotusguild.lotus.bot.fun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.bot.fake.Scripted;
import org.lotusguild.lotus.bot.fake.Typist;

class RollCommandTest {

    private static String roll(String line, Integer... dice) {
        return new Typist(List.of(RollCommand.of(new Scripted(dice)))).types(line);
    }

    @Test
    void showsTheSamplesOfThePage() {
        assertThat(roll("roll 20", 17)).isEqualTo("🎲 d20: 17");
        assertThat(roll("roll 2d6+3", 4, 2)).isEqualTo("🎲 2d6+3: [4, 2] + 3 = 9");
        assertThat(roll("roll 4d6k3", 6, 3, 5, 3)).isEqualTo("🎲 4d6k3: [6, 3, 5, (3)] = 14");
        assertThat(roll("r 100d6", java.util.Collections.nCopies(100, 3).toArray(Integer[]::new)))
                .isEqualTo("🎲 100d6: 300");
        assertThat(roll("roll 101d6")).isEqualTo("roll: at most 100 dice.");
        assertThat(roll("roll d1")).isEqualTo("roll: a die has 2 to 1000 sides.");
        assertThat(roll("roll 4d6k5")).isEqualTo("roll: cannot keep 5 of 4 dice.");
        assertThat(roll("roll 2x6")).isEqualTo("roll: cannot read \"2x6\".\nUsage: !roll [dice] · more: !help roll");
    }

    @Test
    void rollsOneDieOfSixWhenNothingIsSaid() {
        assertThat(roll("dice", 4)).isEqualTo("🎲 d6: 4");
    }

    @Test
    void throwsTwoAndKeepsOneWithAnEdge() {
        assertThat(roll("roll d20 adv", 4, 17)).isEqualTo("🎲 2d20kh1: [(4), 17] = 17");
        assertThat(roll("roll 1d20dis", 4, 17)).isEqualTo("🎲 2d20kl1: [4, (17)] = 4");
        assertThat(roll("roll 2d20 adv")).startsWith("roll: cannot read");
    }

    @Test
    void dropsTheLaterOfEqualDice() {
        assertThat(roll("roll 3d6kl1", 2, 2, 5)).isEqualTo("🎲 3d6kl1: [2, (2), (5)] = 2");
        assertThat(roll("roll 3d6dh1", 5, 2, 5)).isEqualTo("🎲 3d6dh1: [5, 2, (5)] = 7");
        assertThat(roll("roll 3d6dl2", 2, 5, 2)).isEqualTo("🎲 3d6dl2: [(2), 5, (2)] = 5");
        assertThat(roll("roll 3d6kh2", 2, 5, 2)).isEqualTo("🎲 3d6kh2: [2, 5, (2)] = 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 d 6 + 3 - 1 | 🎲 2d6+3-1: [1, 1] + 3 - 1 = 4",
                "D6-2d% | 🎲 d6-2d100: [1] - [1, 1] = -1",
                "d% | 🎲 d100: 1",
                "% | 🎲 d100: 1",
                "1d6+5 | 🎲 d6+5: [1] + 5 = 6",
                "3+4 | 🎲 3+4: 3 + 4 = 7",
                "20d6 | 🎲 20d6: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] = 20",
                "11d6+10d6 | 🎲 11d6+10d6: 21",
                "1d1000+100000 | 🎲 d1000+100000: [1] + 100000 = 100001",
            })
    void readsEveryForm(String expression, String answer) {
        assertThat(roll(
                        "roll " + expression,
                        java.util.Collections.nCopies(25, 1).toArray(Integer[]::new)))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d",
                "2d",
                "d6+",
                "+d6",
                "-1",
                "d6++1",
                "0d6",
                "4d6k",
                "d6 adv adv",
                "d20+1 adv",
                "2d6 3",
                "💥",
                "2d6x",
                "--"
            })
    void cannotReadWhatIsNoExpression(String text) {
        assertThat(roll("roll " + text)).startsWith("roll: cannot read \"" + text + "\".\nUsage: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60d6+41d6 | at most 100 dice.",
                "99999999999999999999d6 | at most 100 dice.",
                "1001 | a die has 2 to 1000 sides.",
                "0 | a die has 2 to 1000 sides.",
                "d99999999999999999999 | a die has 2 to 1000 sides.",
                "51d6+25d20 adv | cannot read",
                "2d6k0 | cannot keep 0 of 2 dice.",
                "2d6dl3 | cannot drop 3 of 2 dice.",
                "d6+100001 | a constant is at most 100,000.",
                "1+1+1+1+1+1+1+1+1+1+1 | at most 10 terms.",
            })
    void keepsItsLimits(String text, String why) {
        assertThat(roll("roll " + text)).startsWith("roll: " + why);
    }

    @Test
    void sumsWhatItShows() {
        qt().forAll(
                        integers().between(1, 20),
                        integers().between(2, 1_000),
                        integers().all())
                .checkAssert((number, sides, seed) -> {
                    int keep = 1 + Math.floorMod(seed, number);
                    String shown = new Typist(List.of(RollCommand.of(new Random(seed))))
                            .types("roll %dd%dk%d".formatted(number, sides, keep));
                    String dice = shown.substring(shown.indexOf('[') + 1, shown.indexOf(']'));
                    List<String> kept = List.of(dice.split(", ")).stream()
                            .filter(die -> !die.startsWith("("))
                            .toList();
                    assertThat(kept).hasSize(keep);
                    assertThat(kept.stream().mapToInt(Integer::parseInt).sum())
                            .isEqualTo(Integer.parseInt(shown.substring(shown.lastIndexOf(' ') + 1)));
                });
    }

    @Test
    void readsAnythingWithoutBreaking() {
        qt().forAll(strings().basicLatinAlphabet().ofLengthBetween(0, 30))
                .checkAssert(text -> assertThat(DiceReader.read(text)).isNotNull());
    }
}

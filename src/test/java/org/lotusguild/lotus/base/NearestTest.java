package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> NAMES =
            List.of("help", "ping", "roll", "r", "poll", "wordle", "8ball", "trivia", "ask");

    @ParameterizedTest
    @CsvSource({
        "rol,roll",
        "pol,poll",
        "wrodle,wordle",
        "8bal,8ball",
        "hepl,help",
        "trivai,trivia",
        "asc,ask",
        "gping,ping"
    })
    void findsWhatWasMeant(String typed, String meant) {
        assertThat(Nearest.of(typed, NAMES)).hasValue(meant);
    }

    @ParameterizedTest
    @CsvSource({"xyz", "xyzzy", "hp", "s", "questions"})
    void findsNothingFarAway(String typed) {
        assertThat(Nearest.of(typed, NAMES)).isEmpty();
    }

    @Test
    void aSwapOfNeighboursCostsOne() {
        assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void theFirstOfEqualsWins() {
        assertThat(Nearest.of("xoll", List.of("roll", "poll"))).hasValue("roll");
    }

    @Test
    void theDistanceIsSymmetricAndZeroOnlyForEquals() {
        qt().forAll(
                        strings().betweenCodePoints('a', 'd').ofLengthBetween(0, 8),
                        strings().betweenCodePoints('a', 'd').ofLengthBetween(0, 8))
                .checkAssert((a, b) -> {
                    assertThat(Nearest.distance(a, b)).isEqualTo(Nearest.distance(b, a));
                    assertThat(Nearest.distance(a, b) == 0).isEqualTo(a.equals(b));
                });
    }
}

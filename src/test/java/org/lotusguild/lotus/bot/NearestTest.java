package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
    private static final List<String> NAMES = List.of(
            "help",
            "h",
            "commands",
            "ping",
            "8ball",
            "fortune",
            "flip",
            "roll",
            "dice",
            "r",
            "poll",
            "trivia",
            "ask",
            "wordle");

    @ParameterizedTest
    @CsvSource({"rol,roll", "pol,poll", "wrodle,wordle", "8bal,8ball", "hepl,help", "trivai,trivia", "asc,ask"})
    void findsWhatWasMeant(String typed, String meant) {
        assertThat(Nearest.of(typed, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyz", "p", "he", "pigeon"})
    void staysSilentWhenNothingIsNear(String typed) {
        assertThat(Nearest.of(typed, NAMES)).isEmpty();
    }

    @Test
    void countsASwapOfNeighboursOnce() {
        assertThat(Nearest.distance("wrodle", "wordle")).isEqualTo(1);
    }
}

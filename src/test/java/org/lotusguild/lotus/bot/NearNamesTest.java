package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Everything;

/** Which command was meant, among all that there are. */
class NearNamesTest {
    @TempDir
    Path folder;

    private BotBed bed;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-23T18:00:00Z"), new Everything());
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @ParameterizedTest
    @CsvSource({"rol, roll", "pol, poll", "wrodle, wordle", "8bal, 8ball", "hepl, help", "trivai, trivia", "asc, ask"})
    void aMistypedNameIsFound(String typed, String meant) {
        assertThat(bed.says(ALICE, ROOM, "!" + typed))
                .containsExactly("No command !%s. Did you mean !%s?".formatted(typed, meant));
    }

    @Test
    void whatIsNearToNothingIsAnotherBots() {
        assertThat(bed.says(ALICE, ROOM, "!xyz")).isEmpty();
    }
}

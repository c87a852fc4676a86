package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Everything;

/** Where the file names another prefix, every line that names a command begins it so. */
class PrefixTest {
    @TempDir
    Path folder;

    private BotBed bed() {
        BotBed bed = new BotBed(folder, Instant.parse("2026-11-23T18:00:00Z"), new Everything("%"));
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@bob:example.org\": 50}}"));
        return bed;
    }

    @ParameterizedTest
    @CsvSource({
        "%help, %help <command> tells more.",
        "%help roll, · %roll 4d6k3 ·",
        "%rol, Did you mean %roll?",
        "%roll x, Usage: %roll [dice] · more: %help roll",
        "%poll --native Shall we?, %poll vote <n> counts as well",
        "%remind cancel 9, %remind list shows yours.",
        "%birthday 24 Dec, %birthday off forgets the day.",
        "%welcome status, here for %welcome <user>.",
    })
    void saysCommandsAsTheyAreToBeWritten(String line, String hint) {
        try (BotBed bed = bed()) {
            assertThat(bed.says(ALICE, ROOM, line))
                    .last()
                    .asString()
                    .contains(hint)
                    .doesNotContainPattern("!\\w");
        }
    }

    @Test
    void saysSoOfTheResultOfTheWordGame() {
        try (BotBed bed = bed()) {
            bed.says(ALICE, chat(ALICE), "%wordle");
            for (String word : new String[] {"crane", "slate", "mount", "vivid", "fuzzy", "whelp"}) {
                bed.says(ALICE, chat(ALICE), "%wordle " + word);
            }
            assertThat(bed.last().content().path("body").asString()).endsWith("%wordle share posts your result.");
        }
    }
}

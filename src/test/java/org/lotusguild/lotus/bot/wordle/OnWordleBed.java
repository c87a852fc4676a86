package org.lotusguild.lotus.bot.wordle;

import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.UsualConfig;

/** With the salt of the page: on 22 November 2026 the word is ABBEY, number 326. */
abstract class OnWordleBed {
    static final Instant THE_DAY = Instant.parse("2026-11-22T18:48:00Z");

    @TempDir
    Path folder;

    BotBed bed;

    @BeforeEach
    final void open() {
        bed = new BotBed(folder, THE_DAY, OnWordleBed::features);
    }

    @AfterEach
    final void close() {
        bed.close();
    }

    private static List<Feature> features(BotBed bed) {
        return List.of(Wordle.feature(
                UsualConfig.WORDLE,
                DataFiles.shipped(),
                new WordleFeature.Surroundings(BotBed.BOT, bed.rooms, bed.chats(), bed.db(), bed.clock, "!"),
                new Random(3),
                Optional.of(COMMANDS)));
    }

    final String alice(String text) {
        List<String> answers = bed.says(ALICE, chat(ALICE), text);
        return answers.isEmpty() ? "" : answers.getLast();
    }

    final void solveAsAlice() {
        alice("!wordle");
        alice("crane");
        alice("kebab");
        alice("abbey");
    }
}

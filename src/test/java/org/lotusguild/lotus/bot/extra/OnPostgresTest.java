package org.lotusguild.lotus.bot.extra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.UsualConfig;
import org.lotusguild.lotus.bot.poll.PollFeature;
import org.lotusguild.lotus.bot.trivia.Trivia;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.PostgresServer;
import org.lotusguild.lotus.store.TestDatabases;

/** Every statement of polls, trivia and extras on a real PostgreSQL. */
final class OnPostgresTest {
    private static final ExtrasConfig CONFIG = new ExtrasConfig(
            List.of(ExtrasConfig.Name.values()),
            Optional.of(new ExtrasConfig.Quotes(List.of("general"))),
            Optional.of(new ExtrasConfig.Birthdays("general")),
            Optional.of(new ExtrasConfig.Starboard("general", List.of("general"), 1)));

    @TempDir
    private Path folder;

    @AutoClose
    private BotBed bed;

    @BeforeEach
    void open() {
        PostgresServer.Place place = PostgresServer.running().freshDatabase();
        bed = new BotBed(
                (InstantSource clock) -> database(place, clock),
                Instant.parse("2026-11-22T18:00:00Z"),
                OnPostgresTest::features);
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@cem:example.org\": 50}}"));
    }

    private Database database(PostgresServer.Place place, InstantSource clock) {
        return TestDatabases.open(place.url(), folder, Optional.of(place.password()), clock, "bot");
    }

    private static List<Feature> features(BotBed bed) {
        Ballots ballots = new Ballots(bed.rooms, bed.db(), bed.ignored());
        List<Feature> features = new ArrayList<>(List.of(
                ballots,
                Trivia.feature(UsualConfig.TRIVIA, DataFiles.shipped(), bed.rooms, bed.db(), ballots, new Random(1)),
                new PollFeature(bed.standing()::moderator, bed.db(), ballots, UsualConfig.POLL, ZoneId.of("UTC"))));
        features.addAll(OnExtrasBed.extras(bed, ballots, CONFIG, Map.of("general", ROOM), ZoneId.of("UTC")));
        return features;
    }

    private EventId sent(String beginning) {
        EventId event = bed.message(beginning).id();
        bed.arrive();
        bed.news();
        return event;
    }

    @Test
    void votes() {
        bed.says(ALICE, ROOM, "!poll --for 1m Shall we?");
        EventId poll = sent("📊");
        bed.redacts(BOB, bed.reacts(BOB, poll, "👎"));
        bed.reacts(ALICE, poll, "👍");
        bed.says(CEM, ROOM, "!poll vote 3");
        bed.restart();
        assertThat(bed.after(Duration.ofMinutes(1)).getLast()).endsWith("2 votes. Tie: 👍, 🤷.");

        bed.says(ALICE, ROOM, "!trivia 2");
        for (int i = 0; i < 2; i++) {
            EventId question = sent("❓");
            List.of("🇦", "🇧", "🇨", "🇩").forEach(letter -> bed.reacts(ALICE, question, letter));
            bed.restart();
            assertThat(bed.after(Duration.ofSeconds(30))).anyMatch(body -> body.startsWith("⏰ "));
            bed.after(Duration.ofSeconds(5));
        }
        assertThat(bed.says(ALICE, ROOM, "!trivia top")).hasSize(1);
        assertThat(bed.says(ALICE, ROOM, "!trivia top guild")).hasSize(1);
        assertThat(bed.says(ALICE, ROOM, "!leaderboard")).hasSize(1);
    }

    @Test
    void remembers() {
        bed.says(ALICE, ROOM, "!remind here 2h tea");
        EventId reminder = sent("⏰");
        bed.reacts(BOB, reminder, "👍");
        EventId said = bed.wrote(BOB, "I never lose at chess.");
        assertThat(bed.says(ALICE, ROOM, "!quote", Optional.of(said))).containsExactly("📌 Quote 1 is kept.");
        assertThat(bed.says(ALICE, ROOM, "!quote 1").getFirst()).endsWith("— Bob · 1");
        bed.says(CEM, ROOM, "!tag set rules Be kind.");
        bed.says(CEM, ROOM, "!tag set rules Be kinder.");
        assertThat(bed.says(ALICE, ROOM, "!tag rules")).containsExactly("Be kinder.");
        bed.says(CEM, ROOM, "!roles post general");
        bed.reacts(ALICE, sent("🚪"), "🔴");
        bed.says(CEM, ROOM, "!schedule 0 20 * * * here Good evening!");
        bed.says(ALICE, ROOM, "!birthday 23 11");
        bed.reacts(CEM, said, "⭐");
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).startsWith("⭐ 1 · Bob");
        bed.restart();
        assertThat(bed.after(Duration.ofHours(2))).containsExactlyInAnyOrder("⏰ Alice, Bob: tea", "Good evening!");
        assertThat(bed.after(Duration.ofHours(13))).containsExactly("🎂 Happy birthday, Alice!");
    }
}

package org.lotusguild.lotus.bot.trivia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Scripted;
import org.lotusguild.lotus.bot.game.trivia.Question;
import org.lotusguild.lotus.bot.game.trivia.Questions;

class TriviaFeatureTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final Question GOLD =
            new Question("science", "What is the chemical symbol of gold?", List.of("Ag", "Au", "Gd", "Go"), 1);
    private static final String REVEAL = "⏰ 🇧 Au\nRight: ";

    @TempDir
    Path folder;

    private BotBed bed;
    /** Draws the first question and leaves its options in their order. */
    private RandomGenerator random = new Scripted(0, 3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1);

    private List<Question> all = List.of(GOLD);

    @BeforeEach
    void open() {
        bed = new BotBed(folder, START, this::features);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private List<Feature> features(BotBed bed) {
        Ballots ballots = new Ballots(bed.rooms, bed.db(), bed.ignored());
        return List.of(ballots, new TriviaFeature(bed.rooms, bed.db(), ballots, () -> new Questions(all), 30, random));
    }

    private EventId asks(String line) {
        bed.says(ALICE, ROOM, line);
        return arrived();
    }

    private EventId arrived() {
        EventId question = bed.message("❓").id();
        bed.arrive();
        bed.news();
        return question;
    }

    private List<String> seconds(int number) {
        return bed.after(Duration.ofSeconds(number));
    }

    @Test
    void asksAsThePageShowsIt() {
        assertThat(bed.says(ALICE, ROOM, "!trivia")).containsExactly("""
                        ❓ science · 30 s
                        What is the chemical symbol of gold?
                        🇦 Ag
                        🇧 Au
                        🇨 Gd
                        🇩 Go
                        React with the letter. Your last one counts.""");
        assertThat(bed.last().content().has("m.relates_to")).isFalse();
        bed.arrive();
        assertThat(bed.sender.sent().stream().filter(sent -> sent.type().equals("m.reaction")))
                .extracting(sent -> sent.content().at("/m.relates_to/key").asString())
                .containsExactly("🇦", "🇧", "🇨", "🇩");
    }

    @Test
    void keepsASeriesInTheThreadThatItWasAskedForIn() {
        bed.saysInThread(ALICE, EventId.parse("$root"), "!trivia 2");
        arrived();
        seconds(30);
        bed.restart();
        seconds(5);
        arrived();
        seconds(30);
        List<String> threads = bed.sender.sent().stream()
                .filter(sent -> sent.content().has("body") && !sent.content().has("m.new_content"))
                .map(sent -> sent.content().at("/m.relates_to/event_id").asString())
                .toList();
        assertThat(threads).containsExactly("$root", "$root", "$root", "$root", "$root");
    }

    @Test
    void revealsAfterThirtySeconds() {
        EventId question = asks("!trivia science");
        bed.reacts(ALICE, question, "🇧");
        bed.reacts(CEM, question, "🇦");
        bed.reacts(BOB, question, "🇦");
        bed.reacts(BOB, question, "🇧");
        assertThat(seconds(29)).isEmpty();
        assertThat(seconds(1)).containsExactly("""
                        * ❓ science · 30 s
                        What is the chemical symbol of gold?
                        🇦 Ag
                        🇧 Au
                        🇨 Gd
                        🇩 Go
                        Closed.""", REVEAL + "Alice, Bob. Wrong: 1.");
        assertThat(seconds(60)).isEmpty();
    }

    @Test
    void tellsThatNobodyHadIt() {
        asks("!trivia");
        assertThat(seconds(30).getLast()).isEqualTo(REVEAL + "nobody. Wrong: 0.");
    }

    /** Point 6 of the page. */
    @Test
    void countsAVoteChangedInTimeAndNoneChangedLater() {
        EventId question = asks("!trivia");
        bed.reacts(ALICE, question, "🇦");
        EventId bobs = bed.reacts(BOB, question, "🇧");
        bed.clock.advance(Duration.ofSeconds(29));
        bed.reacts(ALICE, question, "🇧");
        bed.clock.advance(Duration.ofSeconds(2));
        bed.reacts(CEM, question, "🇧");
        bed.reacts(ALICE, question, "🇦");
        bed.redacts(BOB, bobs);
        bed.look();
        assertThat(bed.news().getLast()).isEqualTo(REVEAL + "Bob, Alice. Wrong: 0.");
    }

    /** Whoever can set a clock could answer after the end, or make an answer of somebody else too late. */
    @Test
    void believesNoClockButItsOwn() {
        EventId question = asks("!trivia");
        Instant asked = bed.clock.instant();
        bed.clock.advance(Duration.ofSeconds(29));
        bed.reacts(ALICE, question, "🇧", asked.plus(Duration.ofDays(300)));
        bed.reacts(BOB, question, "🇧", Instant.EPOCH);
        bed.clock.advance(Duration.ofSeconds(2));
        bed.reacts(CEM, question, "🇧", asked.plusSeconds(5));
        bed.look();
        assertThat(bed.news().getLast()).isEqualTo(REVEAL + "Alice, Bob. Wrong: 0.");
    }

    @Test
    void goesOnAfterARestartInTime() {
        EventId question = asks("!trivia");
        bed.reacts(ALICE, question, "🇧");
        bed.clock.advance(Duration.ofSeconds(20));
        bed.restart();
        assertThat(seconds(9)).isEmpty();
        assertThat(seconds(1).getLast()).isEqualTo(REVEAL + "Alice. Wrong: 0.");
    }

    @Test
    void revealsAtOnceAndOnceAfterARestartThatIsLate() {
        EventId question = asks("!trivia");
        bed.reacts(ALICE, question, "🇧");
        bed.clock.advance(Duration.ofSeconds(10));
        bed.goDeaf();
        bed.reacts(BOB, question, "🇧");
        bed.clock.advance(Duration.ofSeconds(50));
        bed.restart();
        assertThat(seconds(0).getLast()).isEqualTo(REVEAL + "Alice, Bob. Wrong: 0.");
        bed.restart();
        assertThat(seconds(60)).isEmpty();
    }

    @Test
    void runsOneQuestionARoom() {
        asks("!trivia");
        bed.clock.advance(Duration.ofSeconds(18));
        assertThat(bed.says(BOB, ROOM, "!trivia")).containsExactly("trivia: a question is running; 12 s left.");
        assertThat(bed.says(BOB, COMMANDS, "!trivia").getFirst()).startsWith("❓ science");
    }

    @Test
    void playsASeriesWithAPauseAndCountsIt() {
        for (int i = 0; i < 3; i++) {
            EventId question = i == 0 ? asks("!quiz sci 3") : arrived();
            bed.reacts(ALICE, question, "🇧");
            if (i < 2) {
                bed.reacts(BOB, question, "🇧");
                bed.reacts(CEM, question, i == 1 ? "🇧" : "🇨");
            }
            List<String> end = seconds(30);
            if (i == 2) {
                assertThat(end).last().isEqualTo("Series over. 1. Alice 3 · 2. Bob 2 · 3. Cem 1");
            } else {
                assertThat(seconds(4)).isEmpty();
                assertThat(seconds(1).getFirst()).startsWith("❓ science");
            }
        }
        assertThat(seconds(60)).isEmpty();
        assertThat(bed.says(ALICE, ROOM, "!trivia top"))
                .containsExactly("🏆 Trivia, this room\n1. Alice 3 (100 %)\n2. Bob 2 (100 %)\n3. Cem 1 (50 %)");
    }

    @Test
    void survivesARestartInThePauseOfASeries() {
        asks("!trivia 2");
        seconds(30);
        bed.restart();
        assertThat(seconds(5).getFirst()).startsWith("❓ science");
    }

    /** Of equal points whoever had more of the answers right stands first, whatever they are called. */
    @Test
    void ranksRoomAndGuild() {
        random = new Random(3);
        bed.restart();
        bed.db().run(tx -> {
            TriviaStore store = new TriviaStore();
            store.score(tx, ROOM, List.of(ALICE, BOB, CEM), 1);
            store.score(tx, ROOM, List.of(ALICE), 0);
            store.score(tx, COMMANDS, List.of(BOB), 1);
        });
        assertThat(bed.says(ALICE, ROOM, "!trivia top room"))
                .containsExactly("🏆 Trivia, this room\n1. Bob 1 (100 %)\n1. Cem 1 (100 %)\n1. Alice 1 (50 %)");
        assertThat(bed.says(ALICE, ROOM, "!trivia top guild"))
                .containsExactly("🏆 Trivia, the guild\n1. Bob 2 (100 %)\n2. Cem 1 (100 %)\n2. Alice 1 (50 %)");
        assertThat(bed.says(ALICE, BotBed.chat(ALICE), "!trivia top")).containsExactly("Nobody has a point yet.");
    }

    @Test
    void letsTheStarterOrAModeratorStopIt() {
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@cem:example.org\": 50}}"));
        assertThat(bed.says(ALICE, ROOM, "!trivia stop")).containsExactly("trivia: no question is running.");
        asks("!trivia 5");
        assertThat(bed.says(BOB, ROOM, "!trivia stop"))
                .containsExactly("trivia: only who started it or a moderator stops it.");
        assertThat(bed.says(CEM, ROOM, "!trivia stop").getLast()).isEqualTo("Trivia is stopped.");
        assertThat(seconds(60)).isEmpty();
        asks("!trivia");
        assertThat(bed.says(ALICE, ROOM, "!trivia stop").getLast()).isEqualTo("Trivia is stopped.");
    }

    @Test
    void tellsWhatIsWrong() {
        all = List.of(GOLD, new Question("gaming", "Which?", List.of("a", "b", "c", "d"), 0));
        bed.restart();
        String usage = "\nUsage: !trivia [category] [count 1–20] · more: !help trivia";
        assertThat(bed.says(ALICE, ROOM, "!trivia art"))
                .containsExactly("trivia: no category \"art\". Try: science, gaming.");
        assertThat(bed.says(ALICE, ROOM, "!trivia 21")).containsExactly("trivia: count must be 1 to 20." + usage);
        assertThat(bed.says(ALICE, ROOM, "!trivia gaming x"))
                .containsExactly("trivia: \"x\" is not a whole number." + usage);
        assertThat(bed.says(ALICE, ROOM, "!trivia gaming 2 3"))
                .containsExactly("trivia: \"3\" is one word too many." + usage);
        assertThat(bed.says(ALICE, ROOM, "!trivia top all"))
                .containsExactly("trivia: \"all\" is none of room, guild." + usage);
        assertThat(bed.says(ALICE, ROOM, "!trivia categories")).containsExactly("Categories: science 1, gaming 1.");
    }

    @Test
    void namesTheTenWithTheMostPoints() {
        bed.db().run(tx -> {
            TriviaStore store = new TriviaStore();
            for (int player = 1; player <= 12; player++) {
                for (int point = 0; point < player; point++) {
                    store.score(tx, ROOM, List.of(UserId.parse("@player" + player + ":example.org")), 1);
                }
            }
            store.score(tx, ROOM, List.of(UserId.parse("@player12:example.org")), 0);
        });
        List<String> top =
                bed.says(ALICE, ROOM, "!trivia top").getFirst().lines().toList();
        assertThat(top)
                .hasSize(11)
                .startsWith("🏆 Trivia, this room", "1. player12 12 (92 %)", "2. player11 11 (100 %)");
        assertThat(top).last().isEqualTo("10. player3 3 (100 %)");
    }
}

package org.lotusguild.lotus.bot.wordle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fake.UsualConfig;
import org.lotusguild.lotus.bot.game.wordle.Calendar;
import org.lotusguild.lotus.bot.game.wordle.Palette;
import org.lotusguild.lotus.bot.game.wordle.Streak;
import org.lotusguild.lotus.bot.game.wordle.WordLists;

/** What is kept of days, players and results. */
class WordleScoresTest extends OnWordleBed {
    @Test
    void sharesOnceAPlaceAndOnlyWhatIsDone() {
        assertThat(alice("!wordle share")).isEqualTo("Finish today's word first.");
        alice("!wordle hard on");
        solveAsAlice();
        String result = """
                        Alice · Lotus Word 326 3/6*
                        ⬛⬛🟨⬛🟨
                        ⬛🟨🟩🟨🟨
                        🟩🟩🟩🟩🟩""";
        assertThat(bed.says(ALICE, ROOM, "!wordle share")).containsExactly(result);
        assertThat(bed.says(ALICE, ROOM, "!wordle share")).containsExactly("You already shared today's result there.");
        assertThat(bed.says(ALICE, chat(ALICE), "!wordle share")).containsExactly(result, "Your result is posted.");
        assertThat(bed.sender.sent().get(bed.sender.sent().size() - 2).room()).isEqualTo(COMMANDS);
        assertThat(alice("!wordle share")).isEqualTo("You already shared today's result there.");
    }

    @Test
    void keepsStatisticsAndStreaks() {
        solveAsAlice();
        bed.says(BOB, chat(BOB), "!wordle abbey");
        assertThat(alice("!wordle stats")).isEqualTo("""
                        Alice · Lotus Word
                        Played 1 · won 100 % · streak 1 · best 1
                        1 0
                        2 0
                        3 ██████████ 1
                        4 0
                        5 0
                        6 0""");
        assertThat(alice("!wordle stats @bob:example.org")).startsWith("Bob · Lotus Word\nPlayed 1 · won 100 %");
        bed.clock.advance(Duration.ofDays(1));
        bed.says(BOB, chat(BOB), "!wordle " + answerOf(327));
        assertThat(bed.says(ALICE, ROOM, "!wordle top"))
                .containsExactly("🏆 Lotus Word, streaks\n1. Bob 2\n2. Alice 1");
        bed.clock.advance(Duration.ofDays(2));
        assertThat(bed.says(ALICE, ROOM, "!wordle top")).containsExactly("Nobody has a streak yet.");
    }

    @Test
    void changesNoRunningDayWhenTheListChanges() {
        alice("!wordle");
        bed.db()
                .run(tx -> assertThat(new WordleStore().word(tx, 326, () -> "other"))
                        .isEqualTo("abbey"));
    }

    @Test
    void drawsASaltOnceAnInstallation() {
        WordleStore store = new WordleStore();
        String first = bed.db().inTransaction(tx -> store.salt(tx, () -> "drawn"));
        bed.restart();
        String second = bed.db().inTransaction(tx -> store.salt(tx, () -> "again"));
        assertThat(second).isEqualTo(first).isEqualTo("drawn");
    }

    private String answerOf(long day) {
        return bed.db().inTransaction(tx -> new WordleStore().word(tx, day, () -> wordByTheCalendar(day)));
    }

    private static String wordByTheCalendar(long day) {
        DataFiles files = DataFiles.shipped();
        return new Calendar(
                        () -> new WordLists(files.lines("wordle-answers.txt"), files.lines("wordle-valid.txt")),
                        "example",
                        UsualConfig.WORDLE.firstDay(),
                        UsualConfig.WORDLE.zone())
                .word(day);
    }

    @Test
    void remembersColors() {
        alice("!wordle colors high");
        alice("!wordle");
        assertThat(alice("kebab")).contains("⬛🟦🟧🟦🟦 K E B A B");
        alice("!wordle colors normal");
        assertThat(alice("!wordle")).contains("⬛🟨🟩🟨🟨 K E B A B");
    }

    @Test
    void sharesInTheColorsOfThePlayer() {
        alice("!wordle colors high");
        solveAsAlice();
        assertThat(bed.says(ALICE, ROOM, "!wordle share")).containsExactly("""
                        Alice · Lotus Word 326 3/6
                        ⬛⬛🟦⬛🟦
                        ⬛🟦🟧🟦🟦
                        🟧🟧🟧🟧🟧""");
    }

    @Test
    void sharesALostDay() {
        alice("!wordle");
        for (String word : List.of("crane", "kebab", "babel", "rebel", "cabal", "label")) {
            alice(word);
        }
        assertThat(bed.says(ALICE, ROOM, "!wordle share"))
                .singleElement()
                .asString()
                .startsWith("Alice · Lotus Word 326 X/6\n⬛⬛🟨⬛🟨\n")
                .hasLineCount(7);
    }

    @Test
    void namesTheTenLongestStreaks() {
        bed.db().run(tx -> {
            for (int i = 1; i <= 12; i++) {
                new WordleStore()
                        .put(
                                tx,
                                UserId.parse("@player" + i + ":example.org"),
                                new WordleStore.Player(false, Palette.NORMAL, new Streak(i, 20, 326 - i % 2)));
            }
        });
        assertThat(bed.says(ALICE, ROOM, "!wordle top"))
                .containsExactly("🏆 Lotus Word, streaks\n"
                        + IntStream.rangeClosed(1, 10)
                                .mapToObj(rank -> "%d. player%d %d".formatted(rank, 13 - rank, 13 - rank))
                                .collect(Collectors.joining("\n")));
    }

    /** By their pill, whatever else the message mentions. */
    @Test
    void showsTheStatisticsOfWhomAPillNames() {
        String pill = "<a href=\"https://matrix.to/#/@bob:example.org\">Bob</a>";
        assertThat(bed.says(ALICE, ROOM, "!wordle stats Bob", "!wordle stats " + pill))
                .singleElement()
                .asString()
                .startsWith("Bob · Lotus Word\n");
        assertThat(bed.says(ALICE, ROOM, "!wordle stats Cem", "!wordle stats Cem, not " + pill))
                .singleElement()
                .asString()
                .startsWith("wordle: \"Cem\" is nobody I know.");
    }

    @Test
    void changesHardModeAgainOnTheNextDay() {
        alice("!wordle hard on");
        solveAsAlice();
        bed.clock.advance(Duration.ofDays(1));
        assertThat(alice("!wordle hard off")).isEqualTo("Hard mode is off.");
        assertThat(alice("!wordle")).startsWith("Lotus Word 327 · 0/6\n");
    }
}

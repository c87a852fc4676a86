package org.lotusguild.lotus.bot.wordle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.game.wordle.Puzzle;
import org.lotusguild.lotus.matrix.event.Incoming;
import tools.jackson.databind.node.ObjectNode;

/** The day's play. */
class WordleFeatureTest extends OnWordleBed {
    @Test
    void playsADayAsThePageShowsIt() {
        assertThat(alice("!wordle hard on")).isEqualTo("Hard mode is on.");
        assertThat(alice("!wordle")).startsWith("Lotus Word 326 · 0/6 · hard\n\n q  w ");
        alice("!wordle crane");
        assertThat(alice("kebab")).isEqualTo("""
                        Lotus Word 326 · 2/6 · hard
                        ⬛⬛🟨⬛🟨 C R A N E
                        ⬛🟨🟩🟨🟨 K E B A B

                         q  w (e) ·  t  y  u  i  o  p
                        (a) s  d  f  g  h  j  ·  l
                         z  x  ·  v [b] ·  m
                        [x] right place · (x) elsewhere · · not in the word""");
        assertThat(bed.last().content().has("m.relates_to")).isFalse();
        assertThat(alice("ABBEY")).isEqualTo("""
                        Lotus Word 326 · solved in 3/6 · hard
                        ⬛⬛🟨⬛🟨 C R A N E
                        ⬛🟨🟩🟨🟨 K E B A B
                        🟩🟩🟩🟩🟩 A B B E Y
                        Streak 1. Next word in 5 h 12 min. !wordle share posts your result.""");
    }

    @Test
    void sendsTheBoardToTheDirectChatWhenAskedInARoom() {
        List<String> answers = bed.says(ALICE, ROOM, "!wordle");
        assertThat(answers.getFirst()).isEqualTo("Your board is in our direct chat.");
        assertThat(answers.get(1)).startsWith("Lotus Word 326 · 0/6\n");
        assertThat(bed.last().room()).isEqualTo(chat(ALICE));
        assertThat(bed.says(ALICE, ROOM, "!wordle crane"))
                .containsExactly("Guesses go in our direct chat, so nobody is spoiled.");
    }

    @Test
    void takesABareWordOnlyInADirectChatWithAnOpenGame() {
        assertThat(alice("crane")).isEmpty();
        alice("!wordle");
        assertThat(bed.says(ALICE, ROOM, "crane")).isEmpty();
        assertThat(bed.says(BOB, chat(BOB), "crane")).isEmpty();
        assertThat(alice("cranes")).isEmpty();
        assertThat(alice("crane")).startsWith("Lotus Word 326 · 1/6");
        alice("abbey");
        assertThat(alice("kebab")).isEmpty();
    }

    @Test
    void isNoDirectChatWithAThirdPersonInIt() {
        alice("!wordle");
        bed.rooms.member(chat(ALICE), BOB, "join");
        assertThat(alice("crane")).isEmpty();
        assertThat(alice("!wordle crane")).isEqualTo("Guesses go in our direct chat, so nobody is spoiled.");
    }

    @Test
    void takesTheWordsOfItsSubcommandsAsGuessesWhenTheyAreBare() {
        alice("!wordle");
        assertThat(alice("share")).startsWith("Lotus Word 326 · 1/6\n");
        assertThat(alice("stats")).contains("S T A T S");
        assertThat(alice("!wordle share")).isEqualTo("Finish today's word first.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!wordle abc | A guess has five letters a–z.",
                "!wordle qzxjk | \"qzxjk\" is not in the word list.",
                "!wordle kebab | You already tried KEBAB.",
                "!wordle crane | 3rd letter must be B.",
                "!wordle rebel | Guess must contain A.",
                "!wordle cabal | Guess must contain B twice.",
                "!wordle hard off | Hard mode can be changed before the first guess only.",
            })
    void refusesWithoutUsingAnAttempt(String line, String why) {
        alice("!wordle hard on");
        alice("!wordle kebab");
        assertThat(alice(line)).isEqualTo(why);
        assertThat(alice("!wordle")).startsWith("Lotus Word 326 · 1/6 · hard");
        assertThat(alice("babel")).startsWith("Lotus Word 326 · 2/6 · hard");
    }

    @Test
    void tellsWhatIsWrongWithAnArgument() {
        String usage = "\nUsage: !wordle [guess] · more: !help wordle";
        assertThat(alice("!wordle hard")).isEqualTo("wordle: say hard on or off." + usage);
        assertThat(alice("!wordle colors pink")).isEqualTo("wordle: \"pink\" is none of high, normal." + usage);
        assertThat(alice("!w top x")).isEqualTo("wordle: \"x\" is one word too many." + usage);
        assertThat(alice("!wordle crane now")).isEqualTo("wordle: \"now\" is one word too many." + usage);
        assertThat(alice("!wordle stats nobody at all"))
                .isEqualTo("wordle: \"nobody at all\" is nobody I know." + usage);
    }

    @Test
    void isDoneAfterTheEnd() {
        solveAsAlice();
        assertThat(alice("!wordle kebab")).isEqualTo("Today's word is done. Next one in 5 h 12 min.");
        assertThat(alice("!wordle")).startsWith("Lotus Word 326 · solved in 3/6\n");
    }

    @Test
    void losesAfterSixGuesses() {
        alice("!wordle");
        for (String word : List.of("crane", "kebab", "babel", "rebel", "cabal")) {
            alice(word);
        }
        assertThat(alice("label"))
                .startsWith("Lotus Word 326 · 6/6 · not solved\n")
                .endsWith("\nIt was ABBEY. Next word in 5 h 12 min. !wordle share posts your result.");
    }

    @Test
    void losesNothingBetweenTwoGuesses() {
        alice("!wordle");
        alice("crane");
        bed.restart();
        assertThat(alice("kebab")).startsWith("Lotus Word 326 · 2/6\n⬛⬛🟨⬛🟨 C R A N E\n");
    }

    @Test
    void countsThePuzzleOfTheMomentOfArrival() {
        alice("!wordle");
        alice("crane");
        bed.clock.advance(Duration.ofHours(6));
        assertThat(alice("kebab")).isEmpty();
        assertThat(alice("!wordle kebab")).startsWith("Lotus Word 327 · 1/6");
        assertThat(alice("!wordle stats"))
                .startsWith("Alice · Lotus Word\nPlayed 1 · won 0 % · streak 0 · best 0\n1 0\n");
    }

    @Test
    void neverMakesOneAttemptTwice() {
        alice("!wordle");
        alice("crane");
        WordleStore store = new WordleStore();
        Puzzle second = Puzzle.of(326, "abbey", false, List.of("crane", "kebab"));
        boolean[] made = new boolean[3];
        bed.db().run(tx -> {
            made[0] = store.add(tx, ALICE, second, EventId.parse("$one"), THE_DAY);
            made[1] = store.add(tx, ALICE, second, EventId.parse("$two"), THE_DAY);
            Puzzle third = Puzzle.of(326, "abbey", false, List.of("crane", "kebab", "babel"));
            made[2] = store.add(tx, ALICE, third, EventId.parse("$one"), THE_DAY);
        });
        assertThat(made).containsExactly(true, false, false);
        assertThat(alice("babel")).startsWith("Lotus Word 326 · 3/6");
    }

    /** Two devices of one player, in the same moment, three times. */
    @Test
    void countsTwoGuessesAtOnceAsTwo() throws InterruptedException {
        alice("!wordle");
        for (List<String> words :
                List.of(List.of("crane", "slate"), List.of("mount", "vivid"), List.of("fuzzy", "whelp"))) {
            List<Thread> devices = words.stream()
                    .map(word -> guess(word))
                    .map(message -> Thread.ofVirtual().start(() -> bed.hear(message)))
                    .toList();
            for (Thread device : devices) {
                assertThat(device.join(Duration.ofSeconds(20))).isTrue();
            }
        }
        assertThat(bed.news().stream().map(board -> board.lines().findFirst().orElse("")))
                .containsExactlyInAnyOrder(
                        "Lotus Word 326 · 1/6",
                        "Lotus Word 326 · 2/6",
                        "Lotus Word 326 · 3/6",
                        "Lotus Word 326 · 4/6",
                        "Lotus Word 326 · 5/6",
                        "Lotus Word 326 · 6/6 · not solved");
    }

    private Incoming guess(String word) {
        ObjectNode event = Json.object()
                .put("type", "m.room.message")
                .put("event_id", "$guess-" + word)
                .put("sender", ALICE.value())
                .put("origin_server_ts", bed.clock.millis());
        event.putObject("content").put("msgtype", "m.text").put("body", word);
        return bed.read(chat(ALICE), event).orElseThrow();
    }
}

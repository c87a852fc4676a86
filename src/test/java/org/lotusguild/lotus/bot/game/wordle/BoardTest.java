package org.lotusguild.lotus.bot.game.wordle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Span;

class BoardTest {
    private static final Duration NEXT = Duration.ofHours(5).plusMinutes(12).plusSeconds(30);
    private static final Span.Person ALICE = Span.name(UserId.parse("@alice:example.org"), "Alice");
    private static final Board BOARD = new Board("Lotus Word", "!", Palette.NORMAL);
    private static final WordLists LISTS = new WordLists(
            List.of("abbey"), List.of("crane", "kebab", "babel", "rebel", "cabal", "eater", "bacon", "beach"));

    private static Puzzle puzzle(boolean hard, String... words) {
        return Puzzle.of(326, "abbey", hard, List.of(words));
    }

    private static String body(Doc doc) {
        return MessageContent.notice(doc).path("body").asString();
    }

    private static String html(Doc doc) {
        return MessageContent.notice(doc).path("formatted_body").asString();
    }

    @Test
    void showsARunningGame() {
        assertThat(body(BOARD.shown(puzzle(true, "crane", "kebab"), 0, NEXT))).isEqualTo("""
                        Lotus Word 326 · 2/6 · hard
                        ⬛⬛🟨⬛🟨 C R A N E
                        ⬛🟨🟩🟨🟨 K E B A B

                         q  w (e) ·  t  y  u  i  o  p
                        (a) s  d  f  g  h  j  ·  l
                         z  x  ·  v [b] ·  m
                        [x] right place · (x) elsewhere · · not in the word""");
    }

    @Test
    void showsASolvedGame() {
        assertThat(body(BOARD.shown(puzzle(true, "crane", "kebab", "abbey"), 7, NEXT)))
                .isEqualTo("""
                        Lotus Word 326 · solved in 3/6 · hard
                        ⬛⬛🟨⬛🟨 C R A N E
                        ⬛🟨🟩🟨🟨 K E B A B
                        🟩🟩🟩🟩🟩 A B B E Y
                        Streak 7. Next word in 5 h 12 min. !wordle share posts your result.""");
    }

    @Test
    void showsALostGame() {
        String body = body(BOARD.shown(puzzle(true, "crane", "kebab", "babel", "rebel", "cabal", "eater"), 0, NEXT));
        assertThat(body)
                .startsWith("Lotus Word 326 · 6/6 · not solved · hard\n")
                .endsWith("\nIt was ABBEY. Next word in 5 h 12 min. !wordle share posts your result.");
    }

    @Test
    void coloursTheLettersBehindTheSquares() {
        String html = html(BOARD.shown(puzzle(false, "kebab"), 0, NEXT));
        assertThat(html)
                .contains(
                        "⬛🟨🟩🟨🟨 <span data-mx-bg-color=\"#4a4d52\" data-mx-color=\"#ffffff\"><strong>&nbsp;K&nbsp;</strong></span>")
                .contains(
                        "<span data-mx-bg-color=\"#f2c037\" data-mx-color=\"#000000\"><strong>&nbsp;E&nbsp;</strong></span>")
                .contains(
                        "<span data-mx-bg-color=\"#2e7d32\" data-mx-color=\"#ffffff\"><strong>&nbsp;B&nbsp;</strong></span>")
                .contains("</span><br>")
                .contains("<pre> q  w (e)");
        assertThat(html(new Board("Lotus Word", "!", Palette.HIGH).shown(puzzle(false, "kebab"), 0, NEXT)))
                .contains("⬛🟦🟧🟦🟦 ")
                .contains("data-mx-bg-color=\"#f5793a\" data-mx-color=\"#000000\"")
                .contains("data-mx-bg-color=\"#85c0f9\" data-mx-color=\"#000000\"");
    }

    @ParameterizedTest
    @EnumSource(Palette.class)
    void everyInkIsReadableOnItsGround(Palette palette) {
        for (Mark mark : Mark.values()) {
            Span.Tile tile = palette.tile('a', mark);
            assertThat(contrast(tile.ground(), tile.ink())).isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void sharesToTheSign() {
        assertThat(body(BOARD.share(ALICE, Puzzle.of(326, "abide", true, List.of("speed", "abide")))))
                .isEqualTo("Alice · Lotus Word 326 2/6*\n⬛⬛🟨⬛🟨\n🟩🟩🟩🟩🟩");
        assertThat(body(BOARD.share(ALICE, puzzle(true, "crane", "kebab", "abbey"))))
                .isEqualTo("""
                        Alice · Lotus Word 326 3/6*
                        ⬛⬛🟨⬛🟨
                        ⬛🟨🟩🟨🟨
                        🟩🟩🟩🟩🟩""");
        assertThat(body(BOARD.share(ALICE, puzzle(false, "crane", "kebab", "babel", "rebel", "cabal", "eater"))))
                .startsWith("Alice · Lotus Word 326 X/6\n");
    }

    @Test
    void showsStatistics() {
        assertThat(body(BOARD.stats(ALICE, new Stats(41, List.of(0L, 3L, 9L, 15L, 10L, 2L), 7, 19))))
                .isEqualTo("""
                        Alice · Lotus Word
                        Played 41 · won 95 % · streak 7 · best 19
                        1 0
                        2 ██ 3
                        3 ██████ 9
                        4 ██████████ 15
                        5 ███████ 10
                        6 █ 2""");
        assertThat(body(BOARD.stats(ALICE, new Stats(250, List.of(1L, 100L, 55L, 45L, 44L, 5L), 0, 9))))
                .as("a bar has a cell wherever there is something")
                .endsWith("1 █ 1\n2 ██████████ 100\n3 ██████ 55\n4 █████ 45\n5 ████ 44\n6 █ 5");
        assertThat(body(BOARD.stats(ALICE, new Stats(1, List.of(0L, 0L, 0L, 0L, 0L, 0L), 0, 0))))
                .contains("won 0 %", "1 0\n2 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cran | A guess has five letters a–z.",
                "craneé | A guess has five letters a–z.",
                "cr4ne | A guess has five letters a–z.",
                "QZXJK | \"qzxjk\" is not in the word list.",
                "Kebab | You already tried KEBAB.",
                "bacon | 3rd letter must be B.",
            })
    void refusesWithoutUsingAnAttempt(String typed, String why) {
        assertThat(puzzle(true, "kebab").guess(typed, LISTS)).isEqualTo(new Puzzle.Refused(why));
    }

    @Test
    void takesAGuessInCapitalsAndTheAnswerOfAListThatHasChanged() {
        assertThat(puzzle(false).guess("CRANE", LISTS)).isEqualTo(new Puzzle.Accepted(puzzle(false, "crane")));
        Puzzle old = Puzzle.of(1, "xylyl", false, List.of());
        assertThat(old.guess("xylyl", LISTS))
                .isInstanceOfSatisfying(
                        Puzzle.Accepted.class,
                        a -> assertThat(a.next().solved()).isTrue());
    }

    @Test
    void countsAStreakByDays() {
        Streak three = Streak.NONE.won(4).won(5).won(6);
        assertThat(three).isEqualTo(new Streak(3, 3, 6));
        assertThat(three.on(6)).isEqualTo(3);
        assertThat(three.on(7)).isEqualTo(3);
        assertThat(three.on(8)).isZero();
        assertThat(three.won(8)).isEqualTo(new Streak(1, 3, 8));
        assertThat(three.lost()).isEqualTo(new Streak(0, 3, 6));
        assertThat(three.lost().won(7)).isEqualTo(new Streak(1, 3, 7));
    }

    private static double contrast(String a, String b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    /** As WCAG 2 defines it. */
    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}

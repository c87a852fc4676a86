package org.lotusguild.lotus.base.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {
    private static final Syntax POLL = Syntax.of(
                    Parameter.word("question"), Parameter.rest("options", 20).optional())
            .flag("native")
            .option(Parameter.span("for", Duration.ofMinutes(1), Duration.ofDays(30)));
    private static final Syntax FLIP =
            Syntax.of(Parameter.whole("count", 1, 100).optional());
    private static final Syntax HAND = Syntax.of(Parameter.choice("hand", "rock", "paper", "scissors"));

    @Test
    void keepsQuotedWordsTogetherAndTakesTheRestAsItStands() {
        Args args = fits(POLL, "“Which \\\"day\\\"?”  Fri \"or  Sat");
        assertThat(args.text("question")).contains("Which \"day\"?");
        assertThat(args.text("options")).contains("Fri \"or  Sat");
    }

    @Test
    void takesFlagsAnywhereBeforeTheRest() {
        Args args = fits(POLL, "--native \"Which day?\" --for 2h Fri --native");
        assertThat(args.flag("native")).isTrue();
        assertThat(args.span("for")).contains(Duration.ofHours(2));
        assertThat(args.text("options")).contains("Fri --native");
    }

    @Test
    void aSingleApostropheIsALetter() {
        assertThat(fits(POLL, "don't").text("question")).contains("don't");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "101; count must be 1 to 100.",
                "x; \"x\" is not a whole number.",
                "1 2; \"2\" is one word too many.",
                "\"1; a quote is not closed."
            })
    void saysWhatIsWrong(String line, String why) {
        assertThat(FLIP.parse(line)).isEqualTo(new Parsed.Wrong(why));
    }

    @Test
    void takesAChoiceByAnUnambiguousBeginning() {
        assertThat(fits(HAND, "SCI").text("hand")).contains("scissors");
        assertThat(HAND.parse("x")).isEqualTo(new Parsed.Wrong("\"x\" is none of rock, paper, scissors."));
        assertThat(HAND.parse("")).isEqualTo(new Parsed.Wrong("<hand> is missing."));
    }

    @Test
    void takesQuotesAndBackslashesInsideOfQuotes() {
        assertThat(fits(POLL, "\"a \\\\ \\\" b\" rest").text("question")).contains("a \\ \" b");
        assertThat(fits(POLL, "“a \"b\" c” rest").text("question")).contains("a \"b\" c");
        assertThat(fits(POLL, "\"--native\"").text("question")).contains("--native");
        assertThat(fits(POLL, "\"--native\"").flag("native")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "+5,5",
        "-5,-5",
        "0,0",
        "9223372036854775807,9223372036854775807",
        "-9223372036854775808,-9223372036854775808"
    })
    void takesWholeNumbersOf64Bits(String typed, long number) {
        Syntax any = Syntax.of(Parameter.whole("n", Long.MIN_VALUE, Long.MAX_VALUE));
        assertThat(fits(any, typed).number("n")).contains(number);
    }

    @ParameterizedTest
    @CsvSource({"60s,60", "90s,90", "10m,600", "2h,7200", "1d,86400", "1h30m,5400", "30d,2592000"})
    void takesSpansOfTime(String typed, long seconds) {
        assertThat(fits(POLL, "--for " + typed + " what").span("for")).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "59s; for must be 1m to 30d.",
                "31d; for must be 1m to 30d.",
                "soon; cannot read \"soon\" as a time, write 90s, 10m, 2h or 1d."
            })
    void saysWhatIsWrongWithASpan(String typed, String why) {
        assertThat(POLL.parse("--for " + typed + " what")).isEqualTo(new Parsed.Wrong(why));
    }

    @Test
    void countsTheSignsOfTheRestAsPeopleDo() {
        assertThat(fits(POLL, "what " + "🎲".repeat(20)).text("options")).contains("🎲".repeat(20));
        assertThat(POLL.parse("what " + "🎲".repeat(21)))
                .isEqualTo(new Parsed.Wrong("<options> must have at most 20 signs."));
    }

    @Test
    void showsItsUsage() {
        assertThat(FLIP.usage("flip")).isEqualTo("flip [count]");
        assertThat(HAND.usage("rps")).isEqualTo("rps <rock|paper|scissors>");
        assertThat(POLL.usage("poll")).isEqualTo("poll [--native] [--for <for>] <question> [options…]");
    }

    @Test
    void neverThrowsWhateverIsTyped() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 60))
                .check(line -> POLL.parse(line) != null && FLIP.parse(line) != null && HAND.parse(line) != null);
    }

    private static Args fits(Syntax syntax, String line) {
        return assertThat(syntax.parse(line))
                .asInstanceOf(type(Parsed.Fits.class))
                .actual()
                .args();
    }
}

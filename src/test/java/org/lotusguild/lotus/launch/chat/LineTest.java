package org.lotusguild.lotus.launch.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import org.jline.utils.AttributedString;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;

class LineTest {
    private static String shown(Line line, int width) {
        return line.laidOut(width).toString();
    }

    @Test
    void leavesNothingThatATerminalObeys() {
        String evil = "\u001b]0;title\u0007\u001b[2J\u009b31mred\r\u0008\u202eabc\u200b\u2028x\ud800";
        assertThat(shown(new Line("12:03", "al\u001b[5mice", ": " + evil), 0))
                .isEqualTo("12:03 al[5mice: ]0;title[2J31mredabcx");
    }

    @Test
    void aLineOfTextCannotPassForAnother() {
        assertThat(shown(new Line("12:03", "mallory", ": hi\n12:04 admin: your password, please"), 0))
                .isEqualTo("12:03 mallory: hi\n      12:04 admin: your password, please");
    }

    @Test
    void neitherCanOneThatTheTerminalWouldBreak() {
        String padded = ": hi" + " ".repeat(11) + "12:04 admin: your password";
        assertThat(shown(new Line("12:03", "mallory", padded), 30).split("\n"))
                .hasSizeGreaterThan(1)
                .filteredOn(line -> line.startsWith("12:"))
                .hasSize(1);
    }

    @Test
    void breaksAtBlanksWhereItCan() {
        assertThat(shown(new Line("12:03", "alice", ": one two three four five"), 22))
                .isEqualTo("12:03 alice: one two\n      three four five");
        assertThat(shown(new Line("12:03", "alice", ": " + "x".repeat(30)), 22))
                .isEqualTo("12:03 alice:\n      xxxxxxxxxxxxxxxx\n      xxxxxxxxxxxxxx");
    }

    @Test
    void countsWideLettersTwice() {
        assertThat(shown(new Line("12:03", "a", ": 漢字漢字漢字漢字"), 20)).isEqualTo("12:03 a:\n      漢字漢字漢字漢\n      字");
    }

    @Test
    void anyTextStaysInItsColumns() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 120), integers().between(20, 80))
                .checkAssert((text, width) -> {
                    AttributedString whole = new Line("12:03", "alice", ": " + text).laidOut(width);
                    assertThat(whole.toString().codePoints().filter(c -> c != '\n'))
                            .noneMatch(LineTest::obeyed);
                    assertThat(whole.columnSplitLength(Integer.MAX_VALUE))
                            .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
                    assertThat(whole.toString().lines().skip(1)).allMatch(line -> line.startsWith("      "));
                });
    }

    private static boolean obeyed(int c) {
        return c < 0x20 || c >= 0x7f && c < 0xa0 || WCWidth.wcwidth(c) < 0;
    }
}

package org.lotusguild.lotus.matrix.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;

class DisplayNameTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");

    @Test
    void takesOutWhatCannotBeSeen() {
        assertThat(DisplayName.clean("A\u202el\u200bi\u2066ce\u0000\n\u3164\u2028", ALICE))
                .isEqualTo("Alice");
    }

    @Test
    void cutsAtFortyCharactersWithoutBreakingOne() {
        assertThat(DisplayName.clean("🌸".repeat(50), ALICE)).isEqualTo("🌸".repeat(40));
    }

    @Test
    void fallsBackToTheLocalpart() {
        assertThat(DisplayName.clean(" \u200b\u2800 ", ALICE)).isEqualTo("alice");
    }

    @Test
    void keepsTheBoundForAnyText() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 100)).checkAssert(raw -> {
            String name = DisplayName.clean(raw, ALICE);
            assertThat(name).isNotBlank();
            assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(40);
            assertThat(name.codePoints().map(Character::getType))
                    .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT);
        });
    }
}

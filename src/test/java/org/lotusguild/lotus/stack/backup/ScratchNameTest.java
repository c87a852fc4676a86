package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ScratchNameTest {
    private static final int GONE = 999_999_999;

    @Test
    void takesAwayWhatProofsOfThisMachineLeftAndNothingElse() throws IOException {
        Process atWork = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(ScratchName.leftBehind(ScratchName.own())).isTrue();
            assertThat(ScratchName.leftBehind(ScratchName.here() + GONE)).isTrue();
            assertThat(ScratchName.leftBehind(ScratchName.here() + atWork.pid()))
                    .isFalse();
            assertThat(ScratchName.leftBehind("lotus_verify_00000000_" + GONE)).isFalse();
            assertThat(ScratchName.leftBehind(ScratchName.here() + "kept_by_hand"))
                    .isFalse();
        } finally {
            atWork.destroyForcibly();
        }
    }

    @Test
    void fitsIntoANameOfPostgresql() {
        assertThat(ScratchName.own()).matches("[a-z0-9_]{1,63}");
    }
}

package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.trial.TrialException;

class RefusalsTest {
    private static String told(Exception failure) {
        Captured captured = new Captured();
        new Refusals(captured.console()).told(failure);
        return captured.err();
    }

    @Test
    void endsAQuestionWithItsOwnMark() {
        assertThat(told(new TrialException("secrets.tar.age cannot be opened", "Is it the right key?")))
                .isEqualTo("lotus: secrets.tar.age cannot be opened.\n       Is it the right key?\n");
        assertThat(told(new TrialException("media is damaged", "Take another backup")))
                .isEqualTo("lotus: media is damaged.\n       Take another backup.\n");
        assertThat(Refusals.sentence("")).isEmpty();
    }
}

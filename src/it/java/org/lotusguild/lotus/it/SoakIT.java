package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short form of {@code bench/run soak}. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class SoakIT {
    private static final SoakPlan SHORT = new SoakPlan(150, 2, 1, 3, 20261125);

    @Test
    void losesAndDoublesNothingAndEveryDeviceReadsWhatItMay(ExistingServer server) throws Exception {
        SoakVerdict verdict = Soak.prepare(SHORT, server).run();
        assertThat(verdict.failures()).as(SHORT.toString()).isEmpty();
        assertThat(verdict.messages()).isGreaterThanOrEqualTo(SHORT.messages());
    }
}
